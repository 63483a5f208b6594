using System.Xml.Linq;

namespace AliyunIotWs.Emulator.Judging.Reporting;

/// <summary>Puts an element together in one expression.</summary>
internal static class XElementParts
{
    public static XElement With(this XElement element, object content)
    {
        element.Add(content);
        return element;
    }
}
