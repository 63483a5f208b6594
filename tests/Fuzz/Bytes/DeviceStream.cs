namespace AliyunIotWs.Fuzz.Bytes;

/// <summary>The MQTT bytes of somebody who would be a device.</summary>
internal static class DeviceStream
{
    public static byte[] Of(FuzzCase fuzz)
    {
        var impostors = DeviceCorpus.Impostors;
        byte[] connect = fuzz.Random.Next(8) switch
        {
            // The way behind the door has to be walked as well.
            0 or 1 or 2 or 3 => Credential.Connect,
            4 => Mutator.Damage(fuzz, Credential.Connect, impostors),
            5 => Packet.WithLie(fuzz, Credential.Connect),
            6 => fuzz.Pick(impostors),
            _ => PacketStream.One(fuzz, impostors),
        };
        byte[] rest = PacketStream.Of(fuzz, DeviceCorpus.Packets, DeviceCorpus.Large);
        return [.. connect, .. rest, .. fuzz.OneIn(20) ? Credential.Connect : []];
    }
}
