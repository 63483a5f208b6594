namespace Microsoft.PowerShell.Commands;

/// <summary>The exception of an error that has a message only; its name is the error's identifier.</summary>
public sealed class WriteErrorException : SystemException
{
    public WriteErrorException()
    {
    }

    public WriteErrorException(string message)
        : base(message)
    {
    }

    public WriteErrorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
