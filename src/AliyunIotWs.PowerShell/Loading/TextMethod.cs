using System.Collections.ObjectModel;
using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Loading;

/// <summary>The ToString of one value, which says how that value is shown.</summary>
/// <remarks>
/// Not a PSCodeMethod: for <c>'{0:HH:mm}' -f $time</c> the engine asks how many overloads there are, and gives the format
/// only to a method that has several.
/// </remarks>
internal sealed class TextMethod : PSMethodInfo
{
    private readonly Func<string?, IFormatProvider?, string> _show;

    /// <param name="show">From a format and its provider, both null where none is asked for, to the text.</param>
    public TextMethod(Func<string?, IFormatProvider?, string> show)
    {
        _show = show;
        SetMemberName(nameof(ToString));
    }

    public override Collection<string> OverloadDefinitions { get; } =
        ["string ToString()", "string ToString(string format, System.IFormatProvider provider)"];

    public override PSMemberTypes MemberType => PSMemberTypes.CodeMethod;

    public override string TypeNameOfValue => typeof(string).FullName!;

    public override object Invoke(params object[] arguments) => _show(
        arguments.OfType<string>().FirstOrDefault(), arguments.OfType<IFormatProvider>().FirstOrDefault());

    public override PSMemberInfo Copy() => new TextMethod(_show);
}
