using System.Management.Automation;
using System.Threading.Channels;
using AliyunIotWs.Emulator.Devices;
using AliyunIotWs.Emulator.Hosting;
using AliyunIotWs.Emulator.Judging;
using AliyunIotWs.Emulator.Judging.Reporting;
using AliyunIotWs.Emulator.Limits;
using AliyunIotWs.Errors;
using AliyunIotWs.PowerShell.Binding;

namespace AliyunIotWs.PowerShell.Commands;

/// <summary>
/// Lets a device, in whatever language it is written, meet the emulator and says what would go wrong on the platform: how it
/// connects, whom it trusts, how it comes back, what it does with messages and calls. Emits one object for each check as
/// it is decided. The device is started by a person, or by -ScriptBlock.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "IotDevice", DefaultParameterSetName = OwnSet)]
[OutputType(typeof(IotDeviceCheck))]
public sealed class TestIotDeviceCommand : AsyncCmdlet
{
    private const string OwnSet = "Device";
    private const string GivenSet = "Emulator";

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    // No field of a type of the emulator's: PowerShell would load that with this one, on import.
    private bool _isChinese;
    private CheckBaseline? _baseline;
    private IotEmulator? _started;
    private TestIotDeviceProgram? _program;

    /// <summary>
    /// The device that is judged: a hashtable or an object with ProductKey, DeviceName and DeviceSecret; with -Emulator also
    /// its name, or <c>productKey/deviceName</c>.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EmulatorDeviceCompleter))]
    public object Device { get; set; } = string.Empty;

    /// <summary>
    /// Starts the device and runs as long as it does. It gets the emulator, then -ArgumentList, knows <c>$using:</c>, runs
    /// beside this command, and is ended with it; where it ends before, it is started anew while the device is waited for.
    /// Without it a person starts the device.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>What -ScriptBlock gets after the emulator.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>The checks to make, with wildcards; all where it is left away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DeviceCheckCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The groups of checks to make, with wildcards; all where it is left away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DeviceCheckCompleter))]
    public string[] Group { get; set; } = ["*"];

    /// <summary>An emulator, or its name, that knows the device, and that no other device uses meanwhile; it is not stopped.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GivenSet)]
    [ValidateNotNull]
    [EmulatorArgument(One = true)]
    [ArgumentCompleter(typeof(EmulatorNameCompleter))]
    public IotEmulator? Emulator { get; set; }

    /// <summary>
    /// The topic classes of the product, as Start-IotEmulator -Product takes them: <c>@{ '/user/state' = 'Publish' }</c>;
    /// those of a new product where it is left away.
    /// </summary>
    [Parameter(ParameterSetName = OwnSet)]
    [ValidateNotNull]
    public object? TopicClass { get; set; }

    /// <summary>The thing model of the product: the path of the file from the console, its JSON, or an object.</summary>
    [Parameter(ParameterSetName = OwnSet)]
    [ValidateNotNull]
    public object? Tsl { get; set; }

    /// <summary>The devices behind a gateway: objects with ProductKey, DeviceName and DeviceSecret.</summary>
    [Parameter(ParameterSetName = OwnSet)]
    [ValidateNotNullOrEmpty]
    public object[] SubDevice { get; set; } = [];

    /// <summary>For <c>ws</c> and plain TCP; 0 takes any free one, which -Verbose and the progress tell.</summary>
    [Parameter(ParameterSetName = OwnSet)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>For <c>wss</c> and TLS; 0 takes any free one.</summary>
    [Parameter(ParameterSetName = OwnSet)]
    [ValidateRange(0, 65535)]
    public int SecurePort { get; set; }

    /// <summary>A file for the authority that the device has to trust over wss and TLS, written as PEM before the start.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AuthorityPath { get; set; }

    /// <summary>How long to wait for the device to connect, and each time to come back; fractions are allowed.</summary>
    [Parameter]
    [ValidateRange(0.1, 3600.0)]
    public double TimeoutSeconds { get; set; } = 60;

    /// <summary>How long the device is only looked at; let it send what it sends within that time.</summary>
    [Parameter]
    [ValidateRange(0.0, 3600.0)]
    public double WatchSeconds { get; set; } = 10;

    /// <summary>The language of rules, evidence and remedies, and of the report; that of the session where it is left away.</summary>
    [Parameter]
    [ValidateSet("en-US", "zh-CN")]
    public string? Culture { get; set; }

    /// <summary>
    /// A file for the report, one page of HTML that needs nothing else. The checks are then emitted with -PassThru only.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Emits the checks also where -Path is given.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Results of an earlier run, as ConvertTo-Json wrote them, to compare with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Baseline { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing() => Terminating(Device as string, () =>
    {
        string culture = Culture ?? System.Globalization.CultureInfo.CurrentUICulture.Name;
        _isChinese = culture.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        _baseline = Baseline is null ? null : CheckBaseline.Read(GetUnresolvedProviderPathFromPSPath(Baseline));
        var checks = Checks();
        var emulator = Emulator ?? Start();
        var device = Find(emulator);
        if (AuthorityPath is not null)
            WriteFile(AuthorityPath, emulator.Certificate.ExportCertificatePem());
        if (ScriptBlock is not null)
            _program = new TestIotDeviceProgram(this, ScriptBlock, [emulator, .. ArgumentList]);
        Run(emulator, device, checks);
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _program?.Dispose();
        _ = _started?.StopAsync(CancellationToken.None);
    }

    private Language LanguageOfWords => _isChinese ? Language.Chinese : Language.English;

    private List<DeviceCheck> Checks()
    {
        var names = Patterns(Name);
        var groups = Patterns(Group);
        List<DeviceCheck> found =
        [
            .. CheckCatalog.All.Where(check =>
                names.Any(name => name.IsMatch(check.Name)) && groups.Any(group => group.IsMatch(check.Group.ToString()))),
        ];
        return found.Count > 0 ? found : throw new IotException(
            IotErrorId.InvalidMethod,
            $"No check is called {string.Join(", ", Name)} in the group {string.Join(", ", Group)}.",
            "Get-Help about_AliyunIotWs_Judge lists the checks; Tab completes their names.");
    }

    private IotEmulator Start()
    {
        var device = EmulatorDeviceRow.Read(Device, static _ => false);
        var row = new System.Collections.Hashtable { ["ProductKey"] = device.ProductKey };
        if (TopicClass is not null)
            row["Topics"] = TopicClass;
        if (Tsl is not null)
            row["Tsl"] = Tsl;
        var options = new EmulatorOptions
        {
            Devices = [device, .. SubDevice.Select(one => EmulatorDeviceRow.Read(one, static _ => false))],
            Products = [ProductRow.Read(row, SessionState)],
            Port = Port,
            SecurePort = SecurePort,
            // The judge itself makes the device connect often.
            Limits = new EmulatorLimits { Connects = false },
        };
        _started = new IotEmulator(
            Await((_, cancellation) => StartIotEmulatorCommand.StartAsync(options, cancellation)), name: null);
        return _started;
    }

    private DeviceEntry Find(IotEmulator emulator)
    {
        object plain = Device is PSObject wrapped ? wrapped.BaseObject : Device;
        var row = new InputRow(Device);
        string name = plain as string ?? $"{row.Required("ProductKey", IotErrorId.InvalidProductKey)}/"
            + row.Required("DeviceName", IotErrorId.InvalidDeviceName);
        return EmulatorDevices.Single(emulator, name);
    }

    private void Run(IotEmulator emulator, DeviceEntry device, List<DeviceCheck> checks)
    {
        var news = Channel.CreateUnbounded<JudgeNews>(new UnboundedChannelOptions { SingleReader = true });
        var patience = new JudgePatience
        {
            Return = TimeSpan.FromSeconds(TimeoutSeconds),
            Watch = TimeSpan.FromSeconds(WatchSeconds),
        };
        var judge = new Judge(emulator.Server, device, patience, new Announcer(news.Writer));
        var work = Task.Run(() => judge.RunAsync(checks, StopToken), CancellationToken.None);
        _ = work.ContinueWith(
            done => news.Writer.TryComplete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _program?.Start();
        var next = news.Reader.WaitToReadAsync(StopToken).AsTask();
        while (Await((_, cancellation) => TickAsync(next, cancellation)))
        {
            while (news.Reader.TryRead(out var one))
                Handle(one, judge, device);
            if (next.IsCompleted)
                next = news.Reader.WaitToReadAsync(StopToken).AsTask();
            Restart(judge);
        }

        var outcomes = Await(async (_, _) => await work.ConfigureAwait(false));
        if (Path is not null)
        {
            var page = new ReportPage(judge.Trial, outcomes, LanguageOfWords) { Baseline = name => _baseline?[name] };
            WriteFile(Path, page.Write());
        }

        if (judge.Trial.Connect is null && _program?.Problem() is { } problem)
            WriteWarning($"The device's program reports: {problem}");
        WriteProgress(new ProgressRecord(0, Activity(device), "-") { RecordType = ProgressRecordType.Completed });
    }

    private void Handle(JudgeNews news, Judge judge, DeviceEntry device)
    {
        if (news.Step is { } step)
        {
            string text = step.In(LanguageOfWords);
            WriteVerbose(text);
            WriteProgress(new ProgressRecord(0, Activity(device), text) { PercentComplete = (int)(news.Done * 100) });
        }

        if (news.Outcome is not { } outcome)
            return;
        var check = new IotDeviceCheck(
            outcome, device.Key, judge.Record.Start, LanguageOfWords, _baseline?[outcome.Check.Name]);
        if (PassThru || Path is null)
            WriteObject(check);
    }

    // A program that has ended and that nobody waits for is left alone, so that it can show how it ends.
    private void Restart(Judge judge)
    {
        if (_program is not { HasEnded: true } program)
            return;
        if (!judge.Trial.HasEnded)
        {
            judge.Trial.Ended();
            WriteVerbose(program.Problem() is { } problem
                ? $"The device's program has ended: {problem}"
                : "The device's program has ended.");
        }

        if (judge.Trial.Online is not null || !judge.Trial.IsWaiting)
            return;
        program.Start();
        judge.Trial.Restarted();
    }

    private void WriteFile(string path, string text)
    {
        try
        {
            File.WriteAllText(GetUnresolvedProviderPathFromPSPath(path), text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IotException(
                IotErrorId.InvalidJudgeFile, $"'{path}' was not written: {e.Message}", "Choose another path.", e);
        }
    }

    private static string Activity(DeviceEntry device) => $"Test-IotDevice {IotText.Show(device.Key)}";

    private static List<WildcardPattern> Patterns(string[] texts) =>
        [.. texts.Select(text => WildcardPattern.Get(text, WildcardOptions.IgnoreCase))];

    // Comes back now and then, to see whether the device's program still runs; false once nothing more comes.
    private static async Task<bool> TickAsync(Task<bool> news, CancellationToken cancellationToken)
    {
        await Task.WhenAny(news, Task.Delay(s_tick, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return !news.IsCompleted || await news.ConfigureAwait(false);
    }

    private sealed class Announcer(ChannelWriter<JudgeNews> writer) : IProgress<JudgeNews>
    {
        public void Report(JudgeNews value) => writer.TryWrite(value);
    }
}
