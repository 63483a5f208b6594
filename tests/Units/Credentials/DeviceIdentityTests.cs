using System.Text;
using AliyunIotWs.Credentials;
using AliyunIotWs.Errors;

namespace AliyunIotWs.Units.Credentials;

public sealed class DeviceIdentityTests
{
    private const string Secret = "s3cret";

    [Theory]
    [InlineData("a1B2", "lamp-01")]
    [InlineData("a", "A_z@0.9:-")]
    public void Letters_digits_and_five_signs_are_taken(string productKey, string deviceName) =>
        Validate(productKey, deviceName, Secret);

    [Theory]
    [InlineData(null, "is empty")]
    [InlineData(" ", "is empty")]
    [InlineData("a b", "U+0020")]
    [InlineData("a\t", "U+0009")]
    [InlineData("a/b", "'/'")]
    [InlineData("灯", "'灯'")]
    public void Another_name_is_refused_and_what_is_wrong_is_said(string? name, string fault)
    {
        var key = Assert.Throws<IotException>(() => Validate(name, "lamp", Secret));
        Assert.Equal(IotErrorId.InvalidProductKey, key.Id);
        Assert.Contains("product key", key.Message, StringComparison.Ordinal);
        Assert.Contains(fault, key.Message, StringComparison.Ordinal);
        var device = Assert.Throws<IotException>(() => Validate("pk", name, Secret));
        Assert.Equal(IotErrorId.InvalidDeviceName, device.Id);
        Assert.Contains("device name", device.Message, StringComparison.Ordinal);
        Assert.Contains(fault, device.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" s3cret", "begins")]
    [InlineData("s3cret\n", "ends")]
    [InlineData("s3cret\t", "ends")]
    [InlineData("s3cret\r", "ends")]
    [InlineData("\uFEFFs3cret", "U+FEFF")]
    [InlineData("s3\u200Bcret", "U+200B")]
    [InlineData("\"s3cret\"", "quotation marks")]
    [InlineData("'s3cret'", "quotation marks")]
    public void A_secret_with_what_came_along_when_it_was_copied_is_refused(string secret, string fault)
    {
        var error = Assert.Throws<IotException>(() => Validate("pk", "lamp", secret));
        Assert.Equal(IotErrorId.InvalidDeviceSecret, error.Id);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", $"{error.Message}{error.Remedy}", StringComparison.Ordinal);
    }

    // The neighbours of the white space in the code table.
    [Theory]
    [InlineData("\bs\b")]
    [InlineData("\u000Es\u000E")]
    [InlineData("s 3")]
    [InlineData("'")]
    [InlineData("\"s'")]
    [InlineData("geheim-ü-密")]
    public void Any_other_secret_is_taken(string secret) => Validate("pk", "lamp", secret);

    [Theory]
    [InlineData("ProductSecret", "product secret")]
    [InlineData("DeviceToken", "device token")]
    [InlineData("DeviceSecret", "device secret")]
    public void The_error_names_the_kind_of_secret(string name, string words)
    {
        var error = Assert.Throws<IotException>(() => DeviceIdentity.Validate("pk", "lamp", [], name));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Remedy, StringComparison.Ordinal);
    }

    private static void Validate(string? productKey, string? deviceName, string secret) =>
        DeviceIdentity.Validate(productKey, deviceName, Encoding.UTF8.GetBytes(secret));
}
