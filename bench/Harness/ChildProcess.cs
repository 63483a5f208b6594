using System.Diagnostics;
using System.Threading.Channels;

namespace Bench.Harness;

/// <summary>A program that is spoken to line by line. It is ended with this object at the latest.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Channel<(string Text, long At)> _lines = Channel.CreateUnbounded<(string, long)>();
    private int _open = 2;

    private ChildProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.StandardInput.AutoFlush = true;
        _ = PumpAsync(_process.StandardOutput);
        _ = PumpAsync(_process.StandardError);
    }

    public static ChildProcess Start(string program, params IEnumerable<string> arguments) =>
        new(new ProcessStartInfo(program, arguments));

    /// <summary>Starts the bench again, for another of its parts.</summary>
    public static ChildProcess StartSelf(params IEnumerable<string> arguments) =>
        Start(Environment.ProcessPath!, arguments);

    public void Write(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>The words of the next line that begins with the given one; what comes before is passed over.</summary>
    public async Task<string[]> ReadAsync(string first, TimeSpan limit)
    {
        string lead = first + ' ';
        return (await ReadAsync(l => l == first || l.StartsWith(lead, StringComparison.Ordinal), limit)).Text.Split(' ');
    }

    /// <summary>The next line that fits, and when it came.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="RunFailedException">The program has ended.</exception>
    public async Task<(string Text, long At)> ReadAsync(Predicate<string> fits, TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        string last = string.Empty;
        try
        {
            while (true)
            {
                var line = await _lines.Reader.ReadAsync(timeout.Token);
                if (fits(line.Text))
                    return line;
                last = line.Text;
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException(
                $"{_process.StartInfo.FileName} did not answer within {limit.TotalSeconds} s.", exception);
        }
        catch (ChannelClosedException)
        {
            throw new RunFailedException($"{_process.StartInfo.FileName} ended early: {last}");
        }
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(500))
                _process.Kill();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended by itself.
        }

        _process.Dispose();
    }

    private async Task PumpAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            _lines.Writer.TryWrite((line, Stopwatch.GetTimestamp()));
        if (Interlocked.Decrement(ref _open) == 0)
            _lines.Writer.TryComplete();
    }
}
