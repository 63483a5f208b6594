using System.Globalization;
using System.Xml.Linq;

namespace AliyunIotWs.Emulator.Judging.Reporting;

/// <summary>
/// A trial as one HTML file that needs nothing else: no script, no font and no picture from elsewhere. It reads on paper
/// and on a phone.
/// </summary>
/// <param name="trial">What was played.</param>
/// <param name="outcomes">What came of it.</param>
/// <param name="language">Of the words.</param>
internal sealed class ReportPage(Trial trial, IReadOnlyList<CheckOutcome> outcomes, Language language)
{
    // The gravest first.
    private static readonly CheckResult[] s_order =
        [CheckResult.Failed, CheckResult.Warned, CheckResult.Passed, CheckResult.NotSeen];

    /// <summary>Results of an earlier run, by check; null where there is nothing to compare with.</summary>
    public Func<string, string?> Baseline { get; init; } = static _ => null;

    /// <summary>The whole file.</summary>
    public string Write()
    {
        var html = new XElement(
            "html",
            new XAttribute("lang", language == Language.Chinese ? "zh-CN" : "en-US"),
            Head(),
            new XElement("body", new XElement("main", Header(), Summary(), Timeline(), Groups(), Footer())));
        return "<!DOCTYPE html>\n" + html.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private XElement Head() => new(
        "head",
        new XElement("meta", new XAttribute("charset", "utf-8")),
        new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
        new XElement("title", $"{Say(ReportWords.Title)} {trial.Device.Key}"),
        new XElement("style", ReportStyle.Text));

    private XElement Header() => new(
        "header",
        new XElement("h1", Say(ReportWords.Title)),
        new XElement(
            "dl",
            Fact(ReportWords.Device, trial.Device.Key),
            Fact(ReportWords.Client, trial.Connect?.ClientId ?? "–"),
            Fact(ReportWords.Transport, string.Join(", ", trial.Connects.Select(connect => connect.Transport).Distinct()) is { Length: > 0 } list ? list : "–"),
            Fact(ReportWords.Date, trial.Record.Start.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
            Fact(ReportWords.Duration, Phrase.Of($"{trial.Record.Now.TotalSeconds:0} s", $"{trial.Record.Now.TotalSeconds:0} 秒").In(language))));

    private XElement[] Fact(Phrase name, string value) => [new("dt", Say(name)), new("dd", value)];

    private XElement Summary()
    {
        var tiles = s_order.Select(result => new XElement(
            "li",
            new XAttribute("class", ClassOf(result)),
            new XElement("b", outcomes.Count(outcome => outcome.Finding.Result == result)),
            new XElement("span", Say(ReportWords.Of(result)))));
        var bad = outcomes.Where(outcome => outcome.Finding.Result is CheckResult.Failed or CheckResult.Warned)
            .OrderBy(outcome => Array.IndexOf(s_order, outcome.Finding.Result));
        var links = bad.Select(outcome => new XElement(
            "li",
            new XAttribute("class", ClassOf(outcome.Finding.Result)),
            new XElement("a", new XAttribute("href", "#" + outcome.Check.Name), outcome.Check.Name),
            " ",
            Say(outcome.Check.Rule))).ToList();
        return new XElement(
            "section",
            new XElement("h2", Say(ReportWords.Summary)),
            new XElement("ul", new XAttribute("class", "tiles"), tiles),
            links.Count > 0 ? new XElement("ul", new XAttribute("class", "bad"), links) : new XElement("p", Say(ReportWords.NothingBad)));
    }

    private XElement Timeline() => new(
        "section",
        new XElement("h2", Say(ReportWords.Timeline)),
        new XElement("div", new XAttribute("class", "scroll"), new TimelineDrawing(trial.Record, language).Draw()),
        trial.Record.Acts.Count == 0 ? null : new XElement("ol", new XAttribute("class", "acts"), trial.Record.Acts.Select(act => new XElement(
            "li",
            new XElement("span", FormattableString.Invariant($"{act.At.TotalSeconds:0.0} s")),
            " ",
            Say(act.What)))));

    private IEnumerable<XElement> Groups() => outcomes
        .GroupBy(outcome => outcome.Check.Group)
        .OrderBy(group => group.Key)
        .Select(group => new XElement(
            "section",
            new XElement("h2", Say(ReportWords.Of(group.Key))),
            group.OrderBy(outcome => Array.IndexOf(s_order, outcome.Finding.Result)).ThenBy(outcome => outcome.Check.Name, StringComparer.Ordinal)
                .Select(Check)));

    private XElement Check(CheckOutcome outcome)
    {
        var (check, finding) = (outcome.Check, outcome.Finding);
        bool isBad = finding.Result is CheckResult.Failed or CheckResult.Warned;
        string? before = Baseline(check.Name);
        return new XElement(
            "article",
            new XAttribute("id", check.Name),
            new XAttribute("class", ClassOf(finding.Result)),
            new XElement(
                "h3",
                new XElement("span", new XAttribute("class", "mark"), Say(ReportWords.Of(finding.Result))),
                " ",
                check.Name,
                before is not null && before != finding.Result.ToString()
                    ? new XElement("small", $" {Say(ReportWords.Before)} {Say(ReportWords.Of(before))}")
                    : null),
            new XElement("p", Say(check.Rule)),
            new XElement("ul", new XAttribute("class", "evidence"), finding.Evidence.Select(phrase => new XElement("li", Say(phrase)))),
            isBad ? new XElement("p", new XAttribute("class", "remedy"), new XElement("b", Say(ReportWords.Remedy)), " ", Say(check.Remedy)) : null,
            new XElement("p", new XAttribute("class", "source"), check.Source));
    }

    private XElement Footer() => new("footer", new XElement("p", Say(ReportWords.Footer)));

    private static string ClassOf(CheckResult result) => result switch
    {
        CheckResult.Failed => "failed",
        CheckResult.Warned => "warned",
        CheckResult.Passed => "passed",
        _ => "unseen",
    };

    // What a device has sent may hold characters that XML does not take.
    private string Say(Phrase phrase) => SafeText.Of(phrase.In(language));
}
