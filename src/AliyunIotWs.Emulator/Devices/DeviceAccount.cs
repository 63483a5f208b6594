using System.Security.Cryptography;
using AliyunIotWs.Emulator.State;

namespace AliyunIotWs.Emulator.Devices;

/// <summary>
/// By what the platform knows a device: its secret, or the tokens that stand in its place, and whether it has ever
/// been connected. Safe to use from any thread.
/// </summary>
/// <param name="secret">Key of its signatures; null before a registration has given it one.</param>
/// <param name="time">The clock.</param>
internal sealed class DeviceAccount(string? secret, TimeProvider time)
{
    /// <summary>Machines that may share a device name without pre-registration.</summary>
    public const int MostTokens = 5;

    private readonly object _gate = new();
    private readonly List<DeviceToken> _tokens = [];
    private string? _secret = secret;
    private DateTimeOffset? _registeredAt;
    private DateTimeOffset? _activatedAt;

    /// <summary>False while the console keeps it from connecting.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Key of the device's signatures; null before it has one.</summary>
    public string? Secret
    {
        get
        {
            lock (_gate)
                return _secret;
        }
    }

    /// <summary>The last registration; null where there was none.</summary>
    public DateTimeOffset? RegisteredAt
    {
        get
        {
            lock (_gate)
                return _registeredAt;
        }
    }

    /// <summary>The first connection with a secret or a token: after it, the secret is not given out again.</summary>
    public DateTimeOffset? ActivatedAt
    {
        get
        {
            lock (_gate)
                return _activatedAt;
        }
    }

    /// <summary>Gives the device a new secret; the one before counts no more.</summary>
    public string RenewSecret()
    {
        string fresh = RandomNumberGenerator.GetHexString(32, lowercase: true);
        lock (_gate)
        {
            _secret = fresh;
            _registeredAt = time.GetUtcNow();
        }

        return fresh;
    }

    /// <summary>Gives a machine a token in the place of a secret; the one that it had counts no more.</summary>
    /// <param name="machine">The client id that it registered with.</param>
    /// <returns>Null where <see cref="MostTokens"/> other machines have one.</returns>
    public DeviceToken? RenewToken(string machine)
    {
        lock (_gate)
        {
            _tokens.RemoveAll(token => token.Machine == machine);
            if (_tokens.Count >= MostTokens)
                return null;
            _registeredAt = time.GetUtcNow();
            var token = new DeviceToken(
                machine,
                RandomNumberGenerator.GetHexString(24, lowercase: true),
                $"^1^{_registeredAt.Value.ToUnixTimeMilliseconds()}^{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
            _tokens.Add(token);
            return token;
        }
    }

    /// <summary>All tokens that count.</summary>
    public IReadOnlyList<DeviceToken> Tokens
    {
        get
        {
            lock (_gate)
                return [.. _tokens];
        }
    }

    /// <summary>Takes over what a file knows; a secret that it does not have stays.</summary>
    public void Restore(DeviceRecord record)
    {
        lock (_gate)
        {
            _secret = record.DeviceSecret ?? _secret;
            _registeredAt = record.RegisteredAt;
            _activatedAt = record.ActivatedAt;
            if (record.Tokens is null)
                return;
            _tokens.Clear();
            _tokens.AddRange(record.Tokens.Select(one => new DeviceToken(one.Machine, one.ClientId, one.Token)));
        }
    }

    /// <summary>The token of a client id that a registration gave out; null where it gave none.</summary>
    public DeviceToken? FindToken(string clientId)
    {
        lock (_gate)
            return _tokens.Find(token => token.ClientId == clientId);
    }

    /// <summary>Notes that the device was connected.</summary>
    public void Activate()
    {
        lock (_gate)
            _activatedAt ??= time.GetUtcNow();
    }
}
