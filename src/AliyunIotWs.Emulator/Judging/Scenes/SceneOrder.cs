namespace AliyunIotWs.Emulator.Judging.Scenes;

/// <summary>
/// The order in which scenes are played: first what a device does by itself, then what is asked of it, last what makes it
/// wait longer and longer. Certificates come early: each that is refused is a failure, and a device that has had many may
/// not come again for minutes. A scene that no check needs is left out.
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
        () => new CertificateScene(),
        () => new OutageScene(),
        () => new KickScene(),
        () => new ClosedPortScene(),
        () => new RefusalScene(),
        () => new FarewellScene(),
    ];
}
