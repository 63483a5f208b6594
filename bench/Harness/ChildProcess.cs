using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Bench.Harness;

/// <summary>A program that is spoken to line by line. It is ended with this object at the latest.</summary>
public sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly BlockingCollection<Line> _lines = [];
    private int _open = 2;
    private bool _ended;

    /// <param name="command">The program and its arguments.</param>
    public ChildProcess(params string[] command)
    {
        _process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.StandardInput.AutoFlush = true;
        _ = PumpAsync(_process.StandardOutput);
        _ = PumpAsync(_process.StandardError);
    }

    public void Write(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>The next line that fits; what comes before is passed over.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="IOException">The program has ended.</exception>
    public Line Read(string pattern)
    {
        string last = string.Empty;
        while (_lines.TryTake(out var line, s_patience))
        {
            if (Regex.IsMatch(line.Text, pattern))
                return line;
            last = line.Text;
        }

        string name = _process.StartInfo.FileName;
        throw _lines.IsCompleted
            ? new IOException($"{name} ended early: {last}")
            : new TimeoutException($"{name} said nothing like {pattern}, last: {last}");
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <exception cref="IOException">It did not, or not well.</exception>
    public void Wait()
    {
        if (!_process.WaitForExit(s_patience) || _process.ExitCode != 0)
            throw new IOException($"{_process.StartInfo.FileName} did not end as it should");
    }

    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        try
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(200))
                _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended by itself.
        }

        _process.Dispose();
        _lines.Dispose();
    }

    private async Task PumpAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } text)
            _lines.Add(new Line(text, Stopwatch.GetTimestamp()));
        if (Interlocked.Decrement(ref _open) == 0)
            _lines.CompleteAdding();
    }
}
