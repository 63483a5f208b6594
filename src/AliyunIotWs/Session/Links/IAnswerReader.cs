namespace AliyunIotWs.Session.Links;

/// <summary>Lets a thread that waits for an answer read it itself.</summary>
internal interface IAnswerReader
{
    /// <summary>
    /// Reads what has come, and does on this thread what is to be done with it; false where nothing has come, or another
    /// thread reads. Safe on any thread, at any time.
    /// </summary>
    bool TryReadHere();
}
