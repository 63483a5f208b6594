using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PwshHost.Hosting;

/// <summary>Plain line-by-line questions: mandatory parameters and confirmations.</summary>
internal sealed class TerminalQuestions(TerminalUI ui)
{
    public Dictionary<string, PSObject> Ask(string caption, string message, Collection<FieldDescription> fields)
    {
        var answers = new Dictionary<string, PSObject>();
        ShowHeading(caption, message);
        foreach (var field in fields)
        {
            var type = field.ParameterAssemblyFullName is { Length: > 0 } name ? Type.GetType(name) : null;
            ui.Write(field.Name + ": ");
            object answer = type == typeof(System.Security.SecureString) ? ui.ReadLineAsSecureString() : ui.ReadLine();
            if (type is not null)
                answer = LanguagePrimitives.ConvertTo(answer, type);
            answers[field.Name] = PSObject.AsPSObject(answer);
        }

        return answers;
    }

    public int Choose(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        ShowHeading(caption, message);
        while (true)
        {
            ui.Write(string.Join("  ", choices.Select(choice => $"[{Key(choice)}] {Plain(choice)}")) + ": ");
            var answer = ui.ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            for (var i = 0; i < choices.Count; i++)
            {
                if (Names(choices[i]).Contains(answer, StringComparer.OrdinalIgnoreCase))
                    return i;
            }
        }
    }

    private static string[] Names(ChoiceDescription choice) => [Key(choice), Plain(choice)];

    private static string Plain(ChoiceDescription choice) =>
        choice.Label.Replace("&", "", StringComparison.Ordinal);

    private static string Key(ChoiceDescription choice)
    {
        var mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark < choice.Label.Length - 1 ? choice.Label.Substring(mark + 1, 1) : choice.Label;
    }

    private void ShowHeading(string caption, string message)
    {
        if (!string.IsNullOrEmpty(caption))
            ui.WriteLine(caption);
        if (!string.IsNullOrEmpty(message))
            ui.WriteLine(message);
    }
}
