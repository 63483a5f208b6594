using AliyunIotWs.Errors;
using AliyunIotWs.Session.Incoming;

namespace AliyunIotWs.Session.Subscribing;

/// <summary>
/// One topic filter: what is wanted of it on one side, what the broker was asked and has granted on the other. The
/// session's loop brings the second to the first; only it changes anything here.
/// </summary>
internal sealed class SubscriptionEntry(string filter, SubscriptionBuffer buffer, bool mayBeHeld)
{
    private readonly List<Wish> _wishes = [];
    private int? _standingQos;
    private bool _heldBefore;

    public string Filter { get; } = filter;

    public SubscriptionBuffer Buffer { get; } = buffer;

    /// <summary>What the broker granted last.</summary>
    public int GrantedQos { get; private set; }

    /// <summary>The broker holds it, and it is to stay.</summary>
    public bool IsListed => IsGranted && WantedQos is not null;

    /// <summary>
    /// The latest command that waits decides, then what was granted to those that no longer wait; null: to be left.
    /// </summary>
    public int? WantedQos => _wishes.FindLast(w => w.Qos is not null)?.Qos ?? _standingQos;

    /// <summary>The request that is under way: one at a time.</summary>
    public ControlRequest? UnderWay { get; set; }

    /// <summary>The broker might deliver for it.</summary>
    public bool MayBeHeld { get; private set; } = mayBeHeld;

    /// <summary>A command has asked to leave it, so that nobody wants to read what it has received.</summary>
    public bool IsDismissed { get; private set; }

    /// <summary>A SUBSCRIBE is due: somebody waits for its answer, or this link was not asked for what is wanted.</summary>
    public bool IsSubscribeDue =>
        WantedQos is { } wanted && (SettledQos != wanted || _wishes.Exists(w => w.Qos is not null));

    private bool IsGranted { get; set; }

    // The QoS of the last SUBSCRIBE that this link has answered.
    private int? SettledQos { get; set; }

    public void Add(Wish wish)
    {
        IsDismissed = wish.Qos is null;
        if (IsDismissed)
            _standingQos = null;
        _wishes.Add(wish);
    }

    public void Withdraw(SubscriptionCommand command) => _wishes.RemoveAll(w => ReferenceEquals(w.Command, command));

    /// <summary>Ends those who wait for it to be left: it is, or is wanted again by somebody else.</summary>
    public void SettleLeaving()
    {
        foreach (var leaving in _wishes.FindAll(w => w.Qos is null))
            leaving.Command.Settle(leaving.Index, null, null);
        _wishes.RemoveAll(w => w.Qos is null);
    }

    /// <summary>A new link knows of it only what the broker kept.</summary>
    public void Forget(bool brokerKeptSession)
    {
        UnderWay = null;
        SettledQos = null;
        MayBeHeld &= brokerKeptSession;
    }

    public void Ask(ControlRequest request)
    {
        UnderWay = request;
        (_heldBefore, MayBeHeld) = (MayBeHeld, true);
        if (!request.Subscribes)
        {
            IsGranted = false;
            return;
        }

        foreach (var wish in _wishes.Where(w => w.Qos is not null))
            wish.Request = request;
    }

    public void Grant(int askedQos, int grantedQos)
    {
        (IsGranted, SettledQos, GrantedQos) = (true, askedQos, grantedQos);
        foreach (var wish in TakeAnswered())
        {
            _standingQos = askedQos;
            wish.Command.Settle(wish.Index, this, null);
        }

        UnderWay = null;
    }

    /// <summary>Returns false where nobody waited for the answer.</summary>
    public bool Refuse(int askedQos, IotException rejection)
    {
        (IsGranted, SettledQos, MayBeHeld) = (false, askedQos, _heldBefore);
        var told = TakeAnswered();
        foreach (var wish in told)
        {
            // Who was told does not wait for another answer; what was granted before is not asked for any more.
            _standingQos = null;
            wish.Command.Settle(wish.Index, null, rejection);
        }

        UnderWay = null;
        return told.Count > 0;
    }

    public void Left()
    {
        (IsGranted, MayBeHeld, SettledQos, UnderWay) = (false, false, null, null);
        SettleLeaving();
    }

    private List<Wish> TakeAnswered()
    {
        var answered = _wishes.FindAll(w => w.Request is not null && ReferenceEquals(w.Request, UnderWay));
        _wishes.RemoveAll(answered.Contains);
        return answered;
    }
}
