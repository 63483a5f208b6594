namespace AliyunIotWs.Emulator.Cloud.Files;

/// <summary>
/// What devices fetch over HTTPS: configurations and firmware. Bounded: 64 MiB; the oldest file makes room.
/// </summary>
/// <param name="root">Where the emulator listens with TLS.</param>
internal sealed class FileShelf(Uri root)
{
    /// <summary>What the path of every file begins with.</summary>
    public const string Folder = "/emulator/files/";

    private const long CapacityInBytes = 64L * 1024 * 1024;

    private readonly object _gate = new();
    private readonly LinkedList<(string Path, byte[] Content)> _files = new();
    private long _bytes;

    /// <summary>Puts a file on the shelf.</summary>
    /// <returns>Where it is fetched; no two files have the same address.</returns>
    public Uri Put(byte[] content)
    {
        string path = Folder + Guid.NewGuid().ToString("N");
        lock (_gate)
        {
            _files.AddLast((path, content));
            _bytes += content.Length;
            while (_bytes > CapacityInBytes && _files.Count > 1)
            {
                _bytes -= _files.First!.Value.Content.Length;
                _files.RemoveFirst();
            }
        }

        return new Uri(new UriBuilder(root) { Scheme = Uri.UriSchemeHttps }.Uri, path);
    }

    /// <summary>The content of a file; null where there is none.</summary>
    public byte[]? Find(string path)
    {
        lock (_gate)
            return _files.FirstOrDefault(file => file.Path == path).Content;
    }
}
