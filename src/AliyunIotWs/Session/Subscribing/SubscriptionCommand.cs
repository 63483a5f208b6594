using AliyunIotWs.Errors;

namespace AliyunIotWs.Session.Subscribing;

/// <summary>What one caller asks for several filters at once, until each of them has its outcome.</summary>
internal sealed class SubscriptionCommand(int filters)
{
    private readonly (SubscriptionEntry? Entry, IotException? Failure)[] _outcomes =
        new (SubscriptionEntry?, IotException?)[filters];

    private readonly TaskCompletionSource<IReadOnlyList<(SubscriptionEntry? Entry, IotException? Failure)>> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _open = filters;

    /// <summary>For each filter its entry, or the reason why there is none.</summary>
    public Task<IReadOnlyList<(SubscriptionEntry? Entry, IotException? Failure)>> Done => _done.Task;

    public bool IsDone => _open == 0;

    public void Settle(int index, SubscriptionEntry? entry, IotException? failure)
    {
        _outcomes[index] = (entry, failure);
        _open--;
    }

    /// <summary>Lets the caller go on; what it then looks at is to be in place before.</summary>
    public void Complete() => _done.TrySetResult(_outcomes);

    public void Fail(Exception reason) => _done.TrySetException(reason);
}
