using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.Jobs;

/// <summary>
/// Answers a device that asks for jobs or tells of one. The emulator has none to give, so that the answer is a success
/// without data; the form of the data of a job that there is stands in no document.
/// </summary>
internal static class JobService
{
    public static IEnumerable<CloudRoute> Routes(AlinkRoutes alink) =>
    [
        alink.Route("/sys/{pk}/{dn}/thing/job/get", static (_, request) => Answer(request)),
        alink.Route("/sys/{pk}/{dn}/thing/job/update", static (_, request) => Answer(request)),
    ];

    private static AlinkAnswer Answer(AlinkRequest request) =>
        request.Params.Text("taskId") is null ? AlinkAnswer.BadParameter : AlinkAnswer.Success;
}
