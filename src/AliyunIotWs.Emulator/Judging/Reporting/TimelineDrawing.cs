using System.Globalization;
using System.Xml.Linq;
using AliyunIotWs.Emulator.Judging.Recording;

namespace AliyunIotWs.Emulator.Judging.Reporting;

/// <summary>
/// A trial drawn over its time: what the judge did, the connections, and the messages both ways. Drawn at a phone's width
/// it stays legible, as its parts are few and high.
/// </summary>
internal sealed class TimelineDrawing(DeviceRecord record, Language language)
{
    private const double Width = 900;
    private const double Left = 8;
    private const double ActsY = 34;
    private const double VisitsY = 78;
    private const double UpY = 130;
    private const double DownY = 180;
    private const double AxisY = 226;
    private const double Height = 250;
    private const double RowHeight = 22;

    private static readonly int[] s_steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600];

    private readonly double _seconds = Math.Max(record.Now.TotalSeconds, 1);

    public XElement Draw() => new(
        "svg",
        new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")),
        new XAttribute("role", "img"),
        new XAttribute("aria-label", ReportWords.Timeline.In(language)),
        Row(ReportWords.Acts, ActsY),
        Row(ReportWords.Connections, VisitsY),
        Row(ReportWords.FromDevice, UpY),
        Row(ReportWords.ToDevice, DownY),
        Axis(),
        Visits(),
        Messages(fromDevice: true, UpY, "#1b5e8c"),
        Messages(fromDevice: false, DownY, "#6a3d9a"),
        Acts());

    private XElement Row(Phrase name, double y) => new(
        "g",
        Shape("rect", ("x", Left), ("y", y), ("width", Width - (2 * Left)), ("height", RowHeight), ("fill", "#f0f3f7")),
        Text(Left, y - 5, name.In(language)));

    private IEnumerable<XElement> Axis()
    {
        int step = Array.Find(s_steps, one => _seconds / one <= 8) is var found and > 0 ? found : s_steps[^1];
        for (int second = 0; second <= _seconds; second += step)
        {
            double x = At(TimeSpan.FromSeconds(second));
            yield return Shape("line", ("x1", x), ("x2", x), ("y1", ActsY), ("y2", AxisY), ("stroke", "#c4ccd6"), ("stroke-dasharray", "2 3"));
            yield return Text(x + 2, AxisY + 14, FormattableString.Invariant($"{second} s"));
        }
    }

    private IEnumerable<XElement> Visits() => record.Visits.Select(visit =>
    {
        double x = At(visit.OpenedAt);
        double width = Math.Max(2, At(visit.EndedAt ?? record.Now) - x);
        string color = visit.OnlineAt is null || visit.Flaw is not null ? "#b3261e" : "#2e9d5b";
        string state = (visit.OnlineAt is null ? ReportWords.Refused : ReportWords.Online).In(language);
        return new XElement(
            Shape("rect", ("x", x), ("y", VisitsY + 2), ("width", width), ("height", RowHeight - 4), ("fill", color)))
            .With(new XElement("title", SafeText.Of(FormattableString.Invariant(
                $"{visit.OpenedAt.TotalSeconds:0.0} s, {visit.Transport}, {state}: {visit.Failure ?? visit.EndReason}"))));
    });

    // Many messages at the same place are one stroke.
    private IEnumerable<XElement> Messages(bool fromDevice, double y, string color) => record.Passages
        .Where(one => one.Kind == PassageKind.Publish && one.FromDevice == fromDevice)
        .GroupBy(one => Math.Round(At(one.At)))
        .Select(group =>
        {
            bool isDenied = group.Any(one => one.Fault is not null);
            return Shape("rect", ("x", group.Key), ("y", y + 2), ("width", 1.5), ("height", RowHeight - 4), ("fill", isDenied ? "#b3261e" : color));
        });

    private IEnumerable<XElement> Acts() => record.Acts.Select(act =>
    {
        double x = At(act.At);
        return Shape("path", ("d", FormattableString.Invariant($"M{x:0.#} {ActsY + RowHeight - 2}l-5 -16h10z")), ("fill", "#a15c00"))
            .With(new XElement("title", SafeText.Of(FormattableString.Invariant($"{act.At.TotalSeconds:0.0} s: ") + act.What.In(language))));
    });

    private double At(TimeSpan time) => Left + (time.TotalSeconds / _seconds * (Width - (2 * Left) - 2));

    private static XElement Text(double x, double y, string text) =>
        Shape("text", ("x", x), ("y", y)).With(text);

    private static XElement Shape(string name, params (string Name, object Value)[] attributes) => new(
        name,
        attributes.Select(one => new XAttribute(one.Name, one.Value is double number ? Math.Round(number, 1).ToString(CultureInfo.InvariantCulture) : one.Value)));
}
