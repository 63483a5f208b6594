namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>
/// The order in which scenes are played: first what a device does by itself, then what is asked of it, last what may make
/// it give up. A scene that no check needs is left out.
/// </summary>
internal static class SceneOrder
{
    public static IReadOnlyList<Func<Scene>> All { get; } =
    [
        () => new ArrivalScene(),
        () => new WatchScene(),
        () => new DeliveryScene(),
        () => new CallScene(),
        () => new ErrorReplyScene(),
        () => new DropScene(),
        () => new OutageScene(),
        () => new KickScene(),
        () => new ClosedPortScene(),
        () => new CertificateScene(),
        () => new RefusalScene(),
        () => new FarewellScene(),
    ];
}
