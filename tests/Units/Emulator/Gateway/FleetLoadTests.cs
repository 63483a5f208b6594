namespace AliyunIotWs.Units.Emulator.Gateway;

public sealed class FleetLoadTests
{
    [Fact]
    public async Task A_fleet_with_gateways_loses_nothing_and_leads_nothing_astray()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var fleet = new FleetLoad(devices: 30, gateways: 3, subDevices: 10);
        await fleet.RunAsync(rounds: 10, TimeSpan.FromMilliseconds(150), patience.Token);
        Assert.Equal(630, fleet.Sent);
        Assert.Equal((630, 630, 0L), (fleet.ReceivedByCloud, fleet.ReceivedByDevices, fleet.Astray));
    }
}
