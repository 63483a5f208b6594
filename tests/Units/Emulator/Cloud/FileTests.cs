using System.Text;

namespace AliyunIotWs.Units.Emulator.Cloud;

/// <summary>What a device gets that fetches a package, whole or in parts (RFC 9110, section 14).</summary>
public class FileTests
{
    [Theory]
    [InlineData(null, "200 OK", null, "0123456789")]
    [InlineData("bytes=0-", "206 Partial Content", "bytes 0-9/10", "0123456789")]
    [InlineData("bytes=4-", "206 Partial Content", "bytes 4-9/10", "456789")]
    [InlineData("bytes=0-4", "206 Partial Content", "bytes 0-4/10", "01234")]
    [InlineData("bytes=5-99", "206 Partial Content", "bytes 5-9/10", "56789")]
    [InlineData("bytes=-3", "206 Partial Content", "bytes 7-9/10", "789")]
    [InlineData("bytes=-99", "206 Partial Content", "bytes 0-9/10", "0123456789")]
    [InlineData("bytes=10-", "416 Range Not Satisfiable", "bytes */10", "")]
    [InlineData("bytes=-0", "416 Range Not Satisfiable", "bytes */10", "")]
    [InlineData("bytes=0-1,4-5", "200 OK", null, "0123456789")]
    [InlineData("bytes=4-2", "200 OK", null, "0123456789")]
    [InlineData("lines=1-2", "200 OK", null, "0123456789")]
    public async Task A_device_gets_the_part_that_it_asks_for(string? range, string status, string? part, string content)
    {
        await using var box = await Box.StartAsync();
        var address = box.Server.Cloud.Console.Shelve("0123456789"u8.ToArray());
        await using var stream = await RawPeer.TlsAsync(box.Server, box.Soon);
        string asked = range is null ? "" : $"Range: {range}\r\n";
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET {address.AbsolutePath} HTTP/1.1\r\nHost: localhost\r\n{asked}\r\n"), box.Soon);

        string answer = await RawPeer.ReadToEndAsync(stream, box.Soon);
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\n{content}", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Length: {content.Length}\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(part is not null, answer.Contains($"\r\nContent-Range: {part}\r\n", StringComparison.Ordinal));
    }
}
