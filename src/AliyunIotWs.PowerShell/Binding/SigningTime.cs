using System.Management.Automation;

namespace AliyunIotWs.PowerShell.Binding;

/// <summary>What -Timestamp and -NoTimestamp say together.</summary>
internal static class SigningTime
{
    /// <summary>Ends the command where both are given.</summary>
    public static void Check(Cmdlet cmdlet, long? timestamp, bool none)
    {
        if (timestamp is null || !none)
            return;
        const string Message = "-Timestamp and -NoTimestamp can not be given together.";
        cmdlet.ThrowTerminatingError(new ErrorRecord(
            new PSArgumentException(Message), "AmbiguousParameterSet", ErrorCategory.InvalidArgument, null));
    }

    /// <summary>Milliseconds since 1970, or null to sign without a time.</summary>
    public static long? Of(long? timestamp, bool none) =>
        none ? null : timestamp ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
