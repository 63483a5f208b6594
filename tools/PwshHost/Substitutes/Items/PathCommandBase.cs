using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>What the commands about paths share: errors of a provider are reported, not thrown.</summary>
public abstract class PathCommandBase : PSCmdlet
{
    private protected const string FileSystem = "FileSystem";

    private protected void Try(Action action)
    {
        try
        {
            action();
        }
        catch (RuntimeException problem) when (problem is not PipelineStoppedException)
        {
            WriteError(new ErrorRecord(problem.ErrorRecord, problem));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            WriteError(new ErrorRecord(problem, problem.GetType().Name, ErrorCategory.WriteError, null));
        }
    }

    /// <summary>The full file paths behind a path with or without wildcards; an unknown one is an error.</summary>
    private protected IEnumerable<string> ExistingFiles(string[] paths, bool literal)
    {
        foreach (var path in paths)
        {
            var found = new Collection<string>();
            Try(() =>
            {
                if (literal)
                    found.Add(ExistingLiteral(path));
                else
                    found = GetResolvedProviderPathFromPSPath(path, out _);
            });
            foreach (var item in found)
                yield return item;
        }
    }

    private protected static void RequireFileSystem(ProviderInfo provider, string path)
    {
        if (provider.Name != FileSystem)
            throw new PSNotSupportedException($"PwshHost's substitute serves files only, not '{path}'.");
    }

    private protected string FullPath(string path)
    {
        var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        RequireFileSystem(provider, path);
        return full;
    }

    private string ExistingLiteral(string path)
    {
        if (!InvokeProvider.Item.Exists(path, force: false, literalPath: true))
        {
            throw new ItemNotFoundException($"Cannot find path '{FullPath(path)}' because it does not exist.");
        }

        return SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
    }
}
