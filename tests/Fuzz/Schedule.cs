using AliyunIotWs.Fuzz.Targets;

namespace AliyunIotWs.Fuzz;

/// <summary>
/// Which target a case goes to. Most cases are fed in memory, where they cost least; the rest take the whole way over
/// real sockets.
/// </summary>
internal static class Schedule
{
    public static IReadOnlyList<IFuzzTarget> Of(EmulatorHost emulator)
    {
        var schedule = new List<IFuzzTarget>();
        Add(7, new ClientPackets());
        Add(5, new ClientFrames());
        Add(1, new ClientUpgrade());
        Add(1, new ClientSockets());
        Add(7, new EmulatorPackets());
        Add(5, new EmulatorFrames());
        Add(6, new EmulatorUpgrade());
        Add(7, new EmulatorCredentials());
        Add(1, new EmulatorSockets(emulator));
        return schedule;

        void Add(int share, IFuzzTarget target) => schedule.AddRange(Enumerable.Repeat(target, share));
    }
}
