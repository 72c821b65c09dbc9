using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Players;

/// <summary>Each lie and failure that the specification lists, at the places where it matters: the honest side wins.</summary>
public sealed class FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<FaultKind, ulong?, int> Faults => new()
    {
        // what goes wrong, step, round
        { FaultKind.Register, 1, 1 },
        { FaultKind.Register, null, 1 }, // the middle
        { FaultKind.Register, ulong.MaxValue, 1 }, // past the end: the last step
        { FaultKind.Memory, 1, 1 },
        { FaultKind.Memory, null, 1 },
        { FaultKind.Memory, ulong.MaxValue, 1 },
        { FaultKind.Output, null, 1 },
        { FaultKind.StepCount, 1, 1 },
        { FaultKind.StepCount, 20, 1 },
        { FaultKind.StepCount, null, 1 }, // half as many again: past the end
        { FaultKind.StepCount, ulong.MaxValue, 1 }, // the step limit
        { FaultKind.Garbage, null, 1 },
        { FaultKind.Garbage, null, 3 },
        { FaultKind.Silence, null, 1 },
        { FaultKind.Silence, null, 3 },
        { FaultKind.Lateness, null, 1 },
        { FaultKind.Lateness, null, 2 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_false_proposer_is_slashed_and_the_truth_becomes_final(FaultKind kind, ulong? step, int round)
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer liar = await table.ProposerAsync(new Fault { Kind = kind, Step = step, Round = round });
        Challenger honest = await table.ChallengerAsync(Fault.None);
        ulong request = await table.RequestAsync([1, 2, 3, 4, 5, 6, 7, 8]);

        await table.PlayAsync(async () => (await table.Contract.GetRequestAsync(request, Token)).Status == RequestStatus.Open, liar, honest);
        GameEnded ended = Assert.Single(await table.Contract.GetGameEventsAsync<GameEnded>(new GameId(request, 1, 1), BlockTag.Earliest, Token));
        Assert.Equal(honest.Address, ended.Winner);
        Assert.Equal(liar.Address, ended.Loser);
        Assert.Equal(kind is FaultKind.Silence or FaultKind.Lateness, ended.OnTime);

        Proposer second = await table.ProposerAsync(Fault.None);
        await table.PlayAsync(async () => (await table.Contract.GetRequestAsync(request, Token)).Status == RequestStatus.Final, second, honest);
        Assert.Equal(second.Address, (await table.Contract.GetRequestAsync(request, Token)).Proposer);
        Assert.Equal(new AccountInfo(0, 0), await table.Contract.GetAccountAsync(liar.Address, Token));
    }

    /// <summary>The same mistakes on the other side, but for step counts past the end: a challenger of that belief agrees with the result.</summary>
    public static TheoryData<FaultKind, ulong?, int> ChallengerFaults =>
        [.. Faults.Where(row => row.Data is not (FaultKind.StepCount, null or ulong.MaxValue, _))];

    [Theory]
    [MemberData(nameof(ChallengerFaults))]
    public async Task A_false_challenger_loses_its_bond_and_the_result_becomes_final(FaultKind kind, ulong? step, int round)
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer honest = await table.ProposerAsync(Fault.None);
        Challenger liar = await table.ChallengerAsync(new Fault { Kind = kind, Step = step, Round = round });
        ulong request = await table.RequestAsync([1, 2, 3, 4, 5, 6, 7, 8]);

        await table.PlayAsync(async () => (await table.Contract.GetRequestAsync(request, Token)).Status == RequestStatus.Final, honest, liar);
        GameEnded ended = Assert.Single(await table.Contract.GetGameEventsAsync<GameEnded>(new GameId(request, 1, 1), BlockTag.Earliest, Token));
        Assert.Equal(honest.Address, ended.Winner);
        Assert.Equal(liar.Address, ended.Loser);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await table.Contract.GetOutputAsync(request, Token));
    }
}
