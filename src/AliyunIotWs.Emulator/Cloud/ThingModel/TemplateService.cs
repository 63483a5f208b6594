using AliyunIotWs.Emulator.Cloud.Alink;

namespace AliyunIotWs.Emulator.Cloud.ThingModel;

/// <summary>Gives a device the thing model of its product.</summary>
internal sealed class TemplateService(CloudContext cloud)
{
    // 5159 is "the definition of the properties was not found"; a product on the platform always has some model, so
    // that this code for a product without one is a guess.
    private static readonly AlinkAnswer s_none =
        AlinkAnswer.Error(AlinkCode.NoThingModel, "query property definition failed: the product has no TSL");

    public static IEnumerable<CloudRoute> Routes(CloudContext cloud, AlinkRoutes alink)
    {
        var service = new TemplateService(cloud);
        return
        [
            alink.Route("/sys/{pk}/{dn}/thing/dsltemplate/get", service.Get),

            // The older name, which C SDKs up to 3.x use.
            alink.Route("/sys/{pk}/{dn}/thing/dynamicTsl/get", service.Get),
        ];
    }

    private AlinkAnswer Get(CloudMessage message, AlinkRequest request) =>
        cloud.Models.Find(message.Device.Identity.ProductKey) is { } model
            ? AlinkAnswer.With(model.Root.WriteTo)
            : s_none;
}
