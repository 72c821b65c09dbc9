using Opml.Dispute.Players;
using Opml.Dispute.Store;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Players;

/// <summary>What a player does first, and what keeps it from nothing else.</summary>
public sealed class DutyTests
{
    private readonly List<string> _said = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_place_goes_to_the_earliest_deadline_and_among_equals_to_the_first()
    {
        var gate = new DeadlineGate(1);
        IDisposable place = await gate.EnterAsync(100, Token);
        var order = new List<string>();
        Task[] waiting = [.. new (string Name, ulong Deadline)[] { ("late", 30), ("soon", 10), ("soon too", 10), ("next", 20) }
            .Select(async item =>
            {
                using IDisposable mine = await gate.EnterAsync(item.Deadline, Token);
                order.Add(item.Name);
            })];
        place.Dispose();
        await Task.WhenAll(waiting);
        Assert.Equal(["soon", "soon too", "next", "late"], order);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        var gate = new DeadlineGate(1);
        IDisposable place = await gate.EnterAsync(1, Token);
        using var givingUp = new CancellationTokenSource();
        Task<IDisposable> left = gate.EnterAsync(2, givingUp.Token);
        Task<IDisposable> stays = gate.EnterAsync(3, Token);
        await givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        place.Dispose();
        place.Dispose(); // twice frees one
        using (await stays) Assert.False(gate.EnterAsync(4, Token).IsCompleted);
    }

    [Fact]
    public async Task A_duty_that_takes_long_or_fails_holds_up_no_other()
    {
        var roster = new DutyRoster(_said.Add);
        var never = new TaskCompletionSource<bool>();
        roster.Start([Duty("long", (_, _) => never.Task), Duty("broken", (_, _) => throw new InvalidOperationException("no")), Duty("quick", (_, _) => Task.FromResult(true))], Token);
        bool acted = false;
        while (!acted || _said.Count == 0)
        {
            await roster.OneDone;
            acted |= roster.Collect(Token);
        }
        Assert.True(roster.IsBusy);
        Assert.True(roster.HasFailures);
        Assert.Contains("broken", Assert.Single(_said), StringComparison.Ordinal);
        never.SetResult(false);
        await roster.OneDone;
        Assert.False(roster.Collect(Token));
        Assert.False(roster.IsBusy);
    }

    [Fact]
    public async Task A_duty_that_is_none_any_more_is_told_to_stop_computing_and_one_under_way_is_not_begun_again()
    {
        var roster = new DutyRoster(_said.Add);
        int begun = 0;
        Duty duty = Duty("search", async (compute, _) =>
        {
            begun++;
            await Task.Delay(Timeout.Infinite, compute);
            return true;
        });
        roster.Start([duty], Token);
        roster.Start([duty], Token);
        roster.Start([], Token);
        await roster.OneDone;
        Assert.False(roster.Collect(Token));
        Assert.Equal(1, begun);
        Assert.Empty(_said);
    }

    [Fact]
    public async Task A_player_whose_file_fails_goes_no_further()
    {
        var roster = new DutyRoster(_said.Add);
        roster.Start([Duty("note", (_, _) => throw new StoreException("disk full"))], Token);
        await roster.OneDone;
        Assert.Throws<StoreException>(() => roster.Collect(Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_duty_that_memory_does_not_suffice_for_is_tried_again_unless_the_player_is_to_end_then(bool ends)
    {
        var roster = new DutyRoster(_said.Add, ends);
        roster.Start([Duty("run", (_, _) => throw new AggregateException(new InsufficientMemoryException(), new InsufficientMemoryException()))], Token);
        await roster.OneDone;
        if (ends)
        {
            Assert.Throws<AggregateException>(() => roster.Collect(Token));
            return;
        }
        Assert.False(roster.Collect(Token));
        Assert.True(roster.HasFailures);
        Assert.Contains("memory ran out", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void An_input_takes_the_memory_of_its_pieces_and_no_piece_out_of_order()
    {
        var input = new RequestInput(uint.MaxValue);
        input.Add(0, [1, 2]);
        input.Add(3, [9]);
        Assert.Throws<InvalidOperationException>(() => input.ToArray());
        var small = new RequestInput(3);
        small.Add(0, [1, 2]);
        small.Add(2, [3, 4]);
        small.Add(2, [3]);
        Assert.Equal(new byte[] { 1, 2, 3 }, small.ToArray());
    }

    private static Duty Duty(string key, Func<CancellationToken, CancellationToken, Task<bool>> doAsync) => new(key, 1, 1, doAsync);
}
