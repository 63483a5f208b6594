namespace AliyunIotWs.PowerShell.Commands;

/// <summary>Keeps what work reports until somebody listens, and then passes it on.</summary>
internal sealed class ForwardedStages : IProgress<string>
{
    private readonly object _gate = new();
    private readonly List<string> _kept = [];
    private IProgress<string>? _listener;

    public void Report(string value)
    {
        lock (_gate)
        {
            if (_listener is null)
                _kept.Add(value);
            else
                _listener.Report(value);
        }
    }

    public string[] Take()
    {
        lock (_gate)
        {
            string[] kept = [.. _kept];
            _kept.Clear();
            return kept;
        }
    }

    public void Forward(IProgress<string> listener)
    {
        lock (_gate)
        {
            _kept.ForEach(listener.Report);
            _kept.Clear();
            _listener = listener;
        }
    }
}
