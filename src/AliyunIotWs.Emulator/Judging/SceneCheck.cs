using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Emulator.Judging;

/// <summary>A check that looks at what came of a scene.</summary>
internal abstract class SceneCheck<TScene> : DeviceCheck
    where TScene : Scene
{
    public sealed override Type Scene => typeof(TScene);

    public sealed override Finding Judge(Trial trial) => trial.Scene<TScene>() is { Absent: false } scene
        ? Judge(trial, scene)
        : Finding.NotSeen($"the device was not connected", $"设备当时未连接");

    /// <summary>Judges what came of the scene, in which the device was there at the begin.</summary>
    protected abstract Finding Judge(Trial trial, TScene scene);
}
