using System.Collections.Immutable;
using Opml.Dispute.Players;
using Opml.Dispute.Store;

namespace Opml.Dispute.Tests.Players;

/// <summary>What one process asks the queue for, and what it makes of the answer.</summary>
public sealed class WorkShareTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Duties_of_one_request_are_one_subject_and_what_others_have_is_left_out()
    {
        var queue = new Queue { Holds = ["request 1", "withdraw"] };
        List<Duty> duties = [Duty("a", 30, 1), Duty("b", 20, 1), Duty("c", 10, 2), Duty("withdraw", 40, 0)];
        HashSet<ulong> requests = await new WorkShare(queue, new PlayerOptions()).ClaimAsync(duties, new HashSet<ulong> { 2 }, [1, 2], Token);
        Assert.Equal([new("request 2", 10, true), new("request 1", 20, false), new("withdraw", 40, true)], queue.Due);
        Assert.Equal(["request 1", "request 2"], queue.Kept);
        Assert.Equal(["a", "b", "withdraw"], duties.Select(duty => duty.Key));
        Assert.Equal([0UL, 1UL], requests.Order());
    }

    /// <summary>Subjects that the process had before, requests in play, and the room that it asks for with 3 at once and 1 to 4 due.</summary>
    public static TheoryData<string[], ulong[], int> Rooms => new()
    {
        { [], [], 3 },
        { ["request 1"], [], 2 },
        { ["request 1"], [1], 3 },
        { ["request 1", "request 2", "request 3", "request 4"], [], 0 },
        { ["request 9"], [], 3 },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public async Task There_is_room_for_what_it_does_not_do_already(string[] had, ulong[] inPlay, int room)
    {
        var queue = new Queue { Holds = had };
        var share = new WorkShare(queue, new PlayerOptions { RequestsAtOnce = 3 });
        for (int i = 0; i < 2; i++)
            await share.ClaimAsync([Duty("a", 1, 1), Duty("b", 2, 2), Duty("c", 3, 3), Duty("d", 4, 4)], inPlay.ToHashSet(), [], Token);
        Assert.Equal(room, queue.Room);
    }

    [Theory]
    [InlineData(0, 60, true)]
    [InlineData(30, 10, true)]
    [InlineData(30, 11, false)]
    public void A_player_that_looks_too_seldom_to_keep_its_leases_is_refused(int lease, int poll, bool isGood)
    {
        var queue = new Queue { Lease = TimeSpan.FromSeconds(lease) };
        Exception? error = Record.Exception(() => new WorkShare(queue, new PlayerOptions { PollInterval = TimeSpan.FromSeconds(poll) }));
        Assert.True(isGood ? error is null : error is ArgumentException);
    }

    private static Duty Duty(string key, ulong deadline, ulong request) => new(key, deadline, request, (_, _) => Task.FromResult(false));

    private sealed class Queue : IWorkQueue
    {
        public string[] Holds { get; init; } = [];

        public IReadOnlyList<WorkItem> Due { get; private set; } = [];

        public IReadOnlyCollection<string> Kept { get; private set; } = [];

        public int Room { get; private set; }

        public TimeSpan Lease { get; init; }

        public Task<IReadOnlySet<string>> ClaimAsync(IReadOnlyList<WorkItem> due, IReadOnlyCollection<string> kept, int room, CancellationToken cancellationToken)
        {
            (Due, Kept, Room) = (due, kept, room);
            return Task.FromResult<IReadOnlySet<string>>(Holds.ToHashSet());
        }

        public Task<ImmutableArray<WorkEntry>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<WorkEntry>>([]);

        public Task LeaveAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
