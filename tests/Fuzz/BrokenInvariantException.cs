namespace AliyunIotWs.Fuzz;

/// <summary>What must hold for every input did not hold.</summary>
internal sealed class BrokenInvariantException(string message) : Exception(message)
{
    public static void ThrowUnless(bool condition, string message)
    {
        if (!condition)
            throw new BrokenInvariantException(message);
    }
}
