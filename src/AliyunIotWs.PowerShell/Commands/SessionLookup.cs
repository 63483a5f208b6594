using System.Collections;
using System.Management.Automation;
using AliyunIotWs.Errors;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Finds connections, or emulators, of the session: by name, where a name without wildcards that finds nothing is an error
/// of that name alone, or the default where none is named.
/// </summary>
internal sealed class SessionLookup<T>(
    string noun,
    string kind,
    string parameter,
    Func<IotSessionState, IReadOnlyList<T>> all,
    Func<IotSessionState, T?> chosen,
    Func<T, string> nameOf,
    IotErrorId notFound,
    IotErrorId ambiguous,
    IotException none,
    string copied)
    where T : class
{
    // Of more, a message names only some.
    private const int Listed = 5;

    public IReadOnlyList<string> Names => [.. all(ModuleState.Current).Select(nameOf)];

    /// <summary>Those that a name fits, which may have wildcards, oldest first.</summary>
    public IReadOnlyList<T> ByName(string name)
    {
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return [.. all(ModuleState.Current).Where(item => Is(item, name) || pattern.IsMatch(nameOf(item)))];
    }

    /// <summary>The same; a name without wildcards that finds nothing is a non-terminating error.</summary>
    public IReadOnlyList<T> ByName(Cmdlet cmdlet, string name)
    {
        var found = ByName(name);
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            cmdlet.WriteError(Errors.Record(NotFound(name), name));
        return found;
    }

    /// <summary>The one that a value is, or that it names.</summary>
    /// <exception cref="IotException">There is none.</exception>
    public T One(object value)
    {
        if (value is T item)
            return item;
        string name = value.ToString() ?? string.Empty;
        return all(ModuleState.Current).FirstOrDefault(one => Is(one, name)) ?? throw NotFound(name);
    }

    /// <summary>The one that was selected last, or the only one.</summary>
    /// <exception cref="IotException">There is none, or several of which none was selected.</exception>
    public T Default()
    {
        if (chosen(ModuleState.Current) is { } item)
            return item;
        var names = Names;
        if (names.Count == 0)
            throw none;
        string more = names.Count > Listed ? $" and {names.Count - Listed} others" : string.Empty;
        throw new IotException(
            ambiguous,
            $"This session has {names.Count} {kind}s and none of them is selected: "
            + $"{string.Join(", ", names.Take(Listed).Select(IotText.Show))}{more}.",
            $"Select one with Select-{noun}, or name it with {parameter}.");
    }

    /// <summary>Those that an unfinished argument names, or the default; none where it is not clear yet.</summary>
    public IReadOnlyList<T> Named(object? argument) => argument switch
    {
        PSObject wrapped when !ReferenceEquals(wrapped.BaseObject, wrapped) => Named(wrapped.BaseObject),
        T item => [item],
        string name => ByName(name),
        IEnumerable many => [.. many.Cast<object>().SelectMany(Named).Distinct()],
        _ => chosen(ModuleState.Current) is { } only ? [only] : [],
    };

    /// <summary>What an argument stands for: names become what they name; all else is left to the engine.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">A name finds nothing, or several where one is wanted.</exception>
    public object Transform(object argument, bool one)
    {
        object value = argument is PSObject wrapped ? wrapped.BaseObject : argument;
        if (value is IEnumerable items and not string)
            return items.Cast<object>().SelectMany(Find).Distinct().ToArray();
        object[] found = Find(argument);
        if (found.Length == 1)
            return found[0];
        return !one ? found : throw new ArgumentTransformationMetadataException(
            $"'{value}' fits {found.Length} {kind}s of this session, and one is wanted.");
    }

    private object[] Find(object item)
    {
        object value = item is PSObject wrapped ? wrapped.BaseObject : item;
        if (IsCopy(item))
        {
            throw new ArgumentTransformationMetadataException(
                $"This is a copy of what another process has, and no open {kind}: {copied}");
        }

        if (value is not string name)
            return [value];
        var found = ByName(name);
        return found.Count > 0
            ? [.. found]
            : throw new ArgumentTransformationMetadataException(
                $"This session has no {kind} named '{name}'; Get-{noun} lists them.{(Names.Count == 0 ? $" {Owner}" : string.Empty)}");
    }

    // From a job, a file or another machine.
    private static bool IsCopy(object item) => item is PSObject copy
        && copy.TypeNames.Contains($"Deserialized.{typeof(T).FullName}");

    private string Owner =>
        $"Those of another runspace are given as objects, such as {parameter} $using:{kind}.";

    private bool Is(T item, string name) => nameOf(item).Equals(name, StringComparison.OrdinalIgnoreCase);

    private IotException NotFound(string name) => new(
        notFound,
        $"This session has no {kind} named '{name}'.",
        $"Get-{noun} lists those that there are.{(Names.Count == 0 ? $" {Owner}" : string.Empty)}");
}
