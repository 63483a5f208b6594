using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>Each CONNECT is refused with return code 3: the platform is busy, or the device came too often.</summary>
internal sealed class RefusalScene : RefusingScene
{
    /// <summary>Server unavailable (MQTT 3.1.1, section 3.2.2.3).</summary>
    public const int ReturnCode = 3;

    protected override void Refuse(Trial trial)
    {
        trial.Tell(
            $"drops the connection and answers each CONNECT with return code {ReturnCode}, for {trial.Patience.Outage.TotalSeconds:0} s at the most",
            $"断开连接并以返回码 {ReturnCode} 拒绝每个 CONNECT，最长 {trial.Patience.Outage.TotalSeconds:0} 秒");
        trial.Note($"answers CONNECT with return code {ReturnCode}", $"以返回码 {ReturnCode} 应答 CONNECT");
        trial.Gate.Refusal = ReturnCode;
    }

    protected override bool IsRefused(Visit visit) => visit.ReturnCode == ReturnCode;
}
