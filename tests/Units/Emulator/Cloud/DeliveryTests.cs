namespace AliyunIotWs.Units.Emulator.Cloud;

public class DeliveryTests
{
    [Fact]
    public async Task What_is_sent_while_devices_come_and_go_is_delivered_or_explained()
    {
        await using var box = await Box.StartAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(box.Soon);
        int sent = 0;
        var cloud = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
            {
                box.Server.Cloud.Calls.Broadcast("pk", [1]);
                sent++;
            }
        });
        for (int i = 0; i < 20; i++)
        {
            using var client = box.NewClient();
            await client.ConnectAsync(box.Options(), box.Soon);
            int before = Volatile.Read(ref sent);
            while (Volatile.Read(ref sent) == before)
                await Task.Yield();
        }

        await over.CancelAsync();
        await cloud;
        Assert.True(sent >= 20);
    }

    [Fact]
    public async Task What_is_sent_after_the_end_is_explained()
    {
        await using var box = await Box.StartAsync();
        await box.ConnectAsync();
        var device = box.Server.FindDevice("pk", "device")!;
        await box.Server.StopAsync(box.Soon);
        Assert.NotNull(box.Server.Cloud.Context.Delivery.Send(device, "/x", [1], subscribed: true));
    }
}
