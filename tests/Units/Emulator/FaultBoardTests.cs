using AliyunIotWs.Emulator.Faults;


namespace AliyunIotWs.Units.Emulator;

public sealed class FaultBoardTests
{
    private static readonly ConnectRefusal s_unavailable = new(3, new FaultCount(2));

    [Fact]
    public void What_is_set_for_a_device_comes_before_what_is_set_for_all()
    {
        var board = new FaultBoard();
        board.Update(null, faults => faults with { Refusal = s_unavailable });
        board.Update("pk/a", faults => faults with { Refusal = new ConnectRefusal(5, new FaultCount(1)) });
        var (a, b) = (new LinkFaults(board, "pk/a"), new LinkFaults(board, "pk/b"));
        Assert.Equal(5, a.TakeRefusal());
        Assert.Equal(3, a.TakeRefusal());
        Assert.Equal(3, b.TakeRefusal());
        Assert.Null(b.TakeRefusal());
        Assert.Empty(board.Snapshot());
    }

    [Fact]
    public void A_change_leaves_the_other_faults_as_they_are()
    {
        var board = new FaultBoard();
        var drop = new ConnectionDrop(10, new FaultCount(null));
        board.Update("pk/a", faults => faults with { DropAfterMessages = drop });
        board.Update("pk/a", faults => faults with { StallAcks = true });
        var (key, set) = Assert.Single(board.Snapshot());
        Assert.Equal(("pk/a", true), (key, set.StallAcks));
        Assert.Same(drop, set.DropAfterMessages);
        board.Update("pk/a", _ => FaultSet.None);
        Assert.Empty(board.Snapshot());
    }

    [Fact]
    public void Clearing_takes_back_everything()
    {
        var board = new FaultBoard();
        board.Update(null, faults => faults with { BlackHole = true });
        board.Update("pk/a", faults => faults with { DuplicateDeliveries = FaultChance.Certain });
        Assert.Equal([null, "pk/a"], board.Snapshot().Select(set => set.DeviceKey));
        board.Clear();
        Assert.Empty(board.Snapshot());
        Assert.False(new LinkFaults(board, "pk/a").BlackHole);
    }

    [Fact]
    public void Each_connection_counts_its_own_messages_and_they_share_the_number_of_drops()
    {
        var board = new FaultBoard();
        board.Update(null, faults => faults with { DropAfterMessages = new ConnectionDrop(2, new FaultCount(2)) });
        var (a, b) = (new LinkFaults(board, "pk/a"), new LinkFaults(board, "pk/b"));
        Assert.Null(a.CountMessage());
        Assert.Null(b.CountMessage());
        Assert.NotNull(a.CountMessage());
        Assert.NotNull(b.CountMessage());
        a = new LinkFaults(board, "pk/a");
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Null(a.CountMessage()));
    }

    [Fact]
    public void A_drop_counts_from_the_moment_it_is_set()
    {
        var board = new FaultBoard();
        var link = new LinkFaults(board, "pk/a");
        Assert.Null(link.CountDelivery());
        board.Update("pk/a", faults => faults with { DropAfterDeliveries = new ConnectionDrop(2, new FaultCount(1)) });
        Assert.Null(link.CountDelivery());
        board.Update("pk/a", faults => faults with { StallAcks = true });
        Assert.NotNull(link.CountDelivery());
    }

    [Fact]
    public void A_count_is_used_up_exactly()
    {
        var count = new FaultCount(1_000);
        int used = 0;
        Parallel.For(0, 4_000, _ =>
        {
            if (count.TryUse())
                Interlocked.Increment(ref used);
        });
        Assert.Equal((1_000, true), (used, count.IsSpent));
        var endless = new FaultCount(null);
        Assert.True(endless.TryUse() && endless.TryUse() && endless is { Left: null, IsSpent: false });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void There_are_five_codes_to_refuse_with(int code) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConnectRefusal(code, new FaultCount(1)));

    [Fact]
    public void Numbers_begin_with_one()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultCount(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConnectionDrop(0, new FaultCount(1)));
    }

    [Fact]
    public void Of_two_acknowledgements_the_second_is_too_much()
    {
        var doubled = new DoubledDeliveries();
        Assert.False(doubled.IsSurplus(7));
        doubled.Add(7);
        Assert.Equal([false, true, false], [doubled.IsSurplus(7), doubled.IsSurplus(7), doubled.IsSurplus(7)]);
    }
}
