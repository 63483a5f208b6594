using System.Diagnostics;
using System.Globalization;
using Bench.Brokers;
using Bench.Harness;

namespace Bench.Peers;

/// <summary>
/// <c>mosquitto_pub -l</c> over TCP, fed with files of lines. At QoS 1 it takes the PUBACK of an earlier message for
/// that of the last one where there are more lines than packet ids, and leaves: there it gets no more at a time.
/// </summary>
internal sealed class MosquittoPub(string program, Mosquitto broker, int qos) : IDisposable
{
    private const int LinesAtATime = 65_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("iot-bench-").FullName;
    private readonly List<string> _files = [];

    public async Task WriteAsync(object[] lines)
    {
        foreach (object[] part in qos == 0 ? [lines] : lines.Chunk(LinesAtATime))
        {
            string file = Path.Combine(_folder, $"{_files.Count}.txt");
            await File.WriteAllLinesAsync(file, part.Cast<string>());
            _files.Add(file);
        }
    }

    /// <summary>The time of sending; that of starting is left out.</summary>
    public async Task<TimeSpan> RunAsync()
    {
        var taken = TimeSpan.Zero;
        foreach (string file in _files)
            taken += await RunAsync(file);
        return taken;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // From the moment that it is let in to the moment that the broker has read all.
    private async Task<TimeSpan> RunAsync(string file)
    {
        string id = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        string command = string.Create(
            CultureInfo.InvariantCulture,
            $"exec '{program}' -h 127.0.0.1 -p {broker.Port} -i {id} -t {Load.Topic} -q {qos} -l < '{file}'");
        using var process = ChildProcess.Start("/bin/sh", "-c", command);
        long came = await broker.CameAsync(id);
        return Stopwatch.GetElapsedTime(came, await broker.LeftAsync(id, s_limit));
    }
}
