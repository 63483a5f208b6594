namespace AliyunIotWs.Emulator.Judging;

/// <summary>What checks are about.</summary>
internal enum CheckGroup
{
    /// <summary>The CONNECT, and the connection that it opens.</summary>
    Connect,

    /// <summary>Whom the device trusts.</summary>
    Security,

    /// <summary>What it does when a connection is lost or refused.</summary>
    Reconnect,

    /// <summary>Messages of QoS 1, both ways.</summary>
    Delivery,

    /// <summary>Topics, sizes and rates.</summary>
    Limits,

    /// <summary>Messages of the Alink protocol and their thing model.</summary>
    ThingModel,

    /// <summary>What the cloud asks of the device.</summary>
    Calls,

    /// <summary>The devices behind it.</summary>
    Gateway,
}
