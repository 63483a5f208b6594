namespace AliyunIotWs.Emulator.Listening;

/// <summary>Runs an action at the first call only, from whatever thread.</summary>
internal sealed class OneTimeAction(Action action)
{
    private Action? _action = action;

    public void Run() => Interlocked.Exchange(ref _action, null)?.Invoke();
}
