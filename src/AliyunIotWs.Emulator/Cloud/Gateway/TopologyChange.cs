namespace AliyunIotWs.Emulator.Cloud.Gateway;

/// <summary>What has become of a gateway's sub-device: the status of <c>thing.topo.change</c>.</summary>
internal enum TopologyChange
{
    Created = 0,
    Deleted = 1,
    Enabled = 2,
    Disabled = 8,
}
