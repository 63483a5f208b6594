using System.Diagnostics;
using AliyunIotWs.Fuzz.Targets;

namespace AliyunIotWs.Fuzz;

/// <summary>Runs cases one after the other, so that time and memory are those of one case.</summary>
internal sealed class FuzzRun : IAsyncDisposable
{
    private const int SampleEvery = 500;
    private const int MostFailures = 20;
    private const int MostText = 2000;

    private readonly FuzzOptions _options;
    private readonly TextWriter _progress;
    private readonly EmulatorHost _emulator;
    private readonly IReadOnlyList<IFuzzTarget> _schedule;
    private readonly Dictionary<string, TargetTally> _tallies = [];
    private readonly ExceptionWatch _exceptions = new();
    private readonly FuzzReport _report;
    private FuzzCase? _current;

    private FuzzRun(FuzzOptions options, TextWriter progress, EmulatorHost emulator)
    {
        _options = options;
        _progress = progress;
        _emulator = emulator;
        _schedule = Schedule.Of(emulator);
        foreach (var target in _schedule)
            _tallies.TryAdd(target.Name, new TargetTally(target.Name));
        _report = new FuzzReport(options.Seed, [.. _tallies.Values]);
    }

    public static async Task<FuzzReport> RunAsync(FuzzOptions options, TextWriter progress)
    {
        await using var run = new FuzzRun(options, progress, await EmulatorHost.StartAsync());
        // An exception that nothing catches ends the process; then at least the case is known.
        AppDomain.CurrentDomain.UnhandledException += run.OnUnhandled;
        try
        {
            await run.RunAllAsync();
            return run._report;
        }
        finally
        {
            AppDomain.CurrentDomain.UnhandledException -= run.OnUnhandled;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _exceptions.Dispose();
        foreach (var target in _schedule.Distinct().OfType<IDisposable>())
            target.Dispose();
        await _emulator.DisposeAsync();
    }

    private async Task RunAllAsync()
    {
        long started = Stopwatch.GetTimestamp();
        // The first use of everything loads code; that is no growth.
        await CheckOrdinaryDeviceAsync("before the run");
        _report.Memory.Start();
        (int first, int end) = _options.OnlyCase is { } only ? (only, only + 1) : (0, _options.Cases);
        for (int number = first; number < end && _report.Failures.Count < MostFailures; number++)
        {
            if (!await RunOneAsync(number))
                break;
            if (number % SampleEvery == 0)
                Sample(number);
            if (Stopwatch.GetElapsedTime(started) > _options.RunLimit)
            {
                Fail("run", null, $"only {number - first + 1} cases within {_options.RunLimit}", []);
                break;
            }
        }

        await CheckOrdinaryDeviceAsync("after the run");
        CheckTheEmulator(null);
        CheckMemory();
        TakeExceptions(null);
        _report.Elapsed = Stopwatch.GetElapsedTime(started);
    }

    private async Task<bool> RunOneAsync(int number)
    {
        var target = _schedule[number % _schedule.Count];
        var fuzz = new FuzzCase(_options.Seed, number);
        _current = fuzz;
        long started = Stopwatch.GetTimestamp();
        Outcome? outcome = null;
        bool goOn = true;
        try
        {
            // On the pool, so that a case which never even awaits can be given up too.
            outcome = await Task.Run(() => target.RunAsync(fuzz)).WaitAsync(_options.CaseLimit);
        }
        catch (TimeoutException)
        {
            Fail(target.Name, fuzz, $"no end within {_options.CaseLimit.TotalSeconds:0} s; the run stops here");
            goOn = false;
        }
        catch (Exception e)
        {
            Fail(target.Name, fuzz, e is BrokenInvariantException ? e.Message : $"unexpected {Short(e)}");
        }

        _tallies[target.Name].Add(outcome, Stopwatch.GetElapsedTime(started));
        long allocated = _report.Memory.AllocatedBy(fuzz);
        if (allocated > MemoryWatch.CaseLimit + MemoryWatch.CostOfAByte * (long)fuzz.Input.Length)
            Fail(target.Name, fuzz, $"{allocated} bytes allocated for {fuzz.Input.Length} bytes of input");
        if (_options.OnlyCase is not null)
            _progress.WriteLine($"{target.Name}: {outcome}: {Convert.ToHexString(fuzz.Input)}");
        return goOn;
    }

    private void Sample(int number)
    {
        _report.Memory.Sample();
        TakeExceptions(number);
        CheckTheEmulator(number);
    }

    private void TakeExceptions(int? number)
    {
        while (_exceptions.TryTake(out string? exception))
            Fail("run", null, $"unobserved {exception} (seen after case {number ?? _options.Cases})", []);
    }

    private void CheckTheEmulator(int? number)
    {
        foreach (string error in _emulator.TakeInternalErrors())
            Fail("emulator", null, $"{error} (in the {SampleEvery} cases up to {number ?? _options.Cases})", []);
    }

    private async Task CheckOrdinaryDeviceAsync(string when)
    {
        try
        {
            await OrdinaryDevice.ExchangeAsync(_emulator).WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (Exception e)
        {
            Fail("run", null, $"an ordinary device does not get through {when}: {Short(e)}", []);
        }
    }

    private void CheckMemory()
    {
        var memory = _report.Memory;
        memory.End();
        if (memory.HeapAtEnd - memory.HeapAtStart > MemoryWatch.HeapLimit)
            Fail("run", null, $"the heap has grown by {memory.HeapAtEnd - memory.HeapAtStart} bytes", []);
        if (memory.PeakSet - memory.SetAtStart > MemoryWatch.SetLimit)
            Fail("run", null, $"the working set has grown by {memory.PeakSet - memory.SetAtStart} bytes", []);
    }

    // The frames below are those of the fuzzer.
    private static string Short(Exception exception)
    {
        string text = exception.ToString();
        return text.Length > MostText ? text[..MostText] : text;
    }

    private void Fail(string target, FuzzCase fuzz, string what) => Fail(target, fuzz.Number, what, fuzz.Input);

    private void Fail(string target, int? number, string what, byte[] input) =>
        _report.Failures.Add(new FuzzFailure(target, number, what, input));

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs args) =>
        _progress.WriteLine(
            $"Unhandled in or shortly before case {_current?.Number} of seed {_options.Seed}: {args.ExceptionObject}");
}
