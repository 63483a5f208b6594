using System.Text;
using AliyunIotWs.Credentials;

namespace AliyunIotWs.Units.Credentials;

public sealed class CredentialSignerTests
{
    // The SHA-1 value is published by the platform; the last row is a public test's value with its leading zero kept.
    [Theory]
    [InlineData(IotSignMethod.HmacMd5, "789", "14b198324fe55e1d3c88f2e705e201ee")]
    [InlineData(IotSignMethod.HmacSha1, "789", "fafd82a3d602b37fb0fa8b7892f24a477f851a14")]
    [InlineData(IotSignMethod.HmacSha256, "789", "6074a46a91b1ebb2cc4ea42790ad0e80202c9843859fc292e57c4eb19fad9e57")]
    [InlineData(IotSignMethod.HmacMd5, null, "2ce7304ec0ddd548eb1492d65ac0b334")]
    [InlineData(IotSignMethod.HmacSha1, null, "3504e4df7ce4766d30f796ee973c9ce7fc5425cb")]
    [InlineData(IotSignMethod.HmacSha256, null, "c8cb3dcb7159682438e5fd9a9c34f398e41bb8edb6f222795e307bafee151090")]
    public void The_documented_example_is_signed_as_published(IotSignMethod method, string? timestamp, string expected) =>
        Assert.Equal(expected, CredentialSigner.Sign(method, "secret"u8, "12345", "device", "pk", timestamp));

    [Fact]
    public void A_leading_zero_is_kept() => Assert.Equal(
        "06b1994895a537c8de9645b1cbe8dc0dfa4a7c4b",
        CredentialSigner.Sign(IotSignMethod.HmacSha1, "bb"u8, "11111", "test1", "aa", "2524608000000"));

    [Fact]
    public void A_content_longer_than_the_stack_buffer_is_signed_like_any_other()
    {
        string name = new('d', 2000);
        byte[] content = Encoding.UTF8.GetBytes($"clientIdcdeviceName{name}productKeyptimestamp1");
        string expected = Convert.ToHexString(System.Security.Cryptography.HMACSHA256.HashData("s"u8, content));
        Assert.Equal(expected, CredentialSigner.Sign(IotSignMethod.HmacSha256, "s"u8, "c", name, "p", "1"),
            ignoreCase: true);
    }
}
