using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>
/// The ports take no connections: each is reset as soon as it is made, so that attempts can be counted, which they can
/// not be at a port that is closed in truth.
/// </summary>
internal sealed class ClosedPortScene : RefusingScene
{
    protected override void Refuse(Trial trial)
    {
        trial.Tell(
            $"drops the connection and takes none, for {trial.Patience.Outage.TotalSeconds:0} s at the most",
            $"断开连接并拒绝 TCP 接入，最长 {trial.Patience.Outage.TotalSeconds:0} 秒");
        trial.Note($"resets each new connection", $"重置每个新连接");
        trial.Gate.IsClosed = true;
    }

    protected override bool IsRefused(Visit visit) => visit.TurnsAway;
}
