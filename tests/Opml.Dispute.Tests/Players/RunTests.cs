using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum;
using Opml.Mips.State;

namespace Opml.Dispute.Tests.Players;

/// <summary>Runs that end in other ways than with an output, and inputs of other sizes than a few bytes.</summary>
public sealed class RunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, byte, byte, ulong, uint, MachineStatus, byte> Failures => new()
    {
        // what, guest, first byte of the model, first byte of the input, step limit, output limit, the run's status and exit code
        { "a break", "trap.elf", 0, 0, 1 << 20, 1024, MachineStatus.Trapped, 0 },
        { "a misaligned load", "trap.elf", 0, 1, 1 << 20, 1024, MachineStatus.Trapped, 0 },
        { "signed overflow", "trap.elf", 0, 2, 1 << 20, 1024, MachineStatus.Trapped, 0 },
        { "a foreign instruction", "trap.elf", 0, 3, 1 << 20, 1024, MachineStatus.Trapped, 0 },
        { "a jump in a delay slot", "trap.elf", 0, 5, 1 << 20, 1024, MachineStatus.Trapped, 0 },
        { "an exit code", "echo.elf", 7, 0, 1 << 20, 1024, MachineStatus.Failed, 7 },
        { "the step limit", "echo.elf", 0, 0, 50, 1024, MachineStatus.Running, 0 },
        { "the output limit", "echo.elf", 0, 0, 1 << 20, 7, MachineStatus.Succeeded, 0 },
        { "no output allowed", "echo.elf", 0, 0, 1 << 20, 0, MachineStatus.Succeeded, 0 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failed_run_becomes_final_as_what_it_is_and_a_liar_about_it_is_slashed(
        string what, string guest, byte model, byte first, ulong stepLimit, uint outputLimit, MachineStatus status, byte exitCode)
    {
        await using Table table = await Table.SetAsync(guest, terms => terms with { StepLimit = stepLimit, OutputLimit = outputLimit }, [model]);
        Proposer liar = await table.ProposerAsync(new Fault { Kind = FaultKind.Register });
        Proposer honest = await table.ProposerAsync(Fault.None);
        Challenger challenger = await table.ChallengerAsync(Fault.None);
        ulong request = await table.RequestAsync(first, 2, 3, 4, 5, 6, 7, 8);

        await table.PlayUntilAsync(request, RequestStatus.Open, liar, challenger);
        await table.PlayUntilAsync(request, RequestStatus.Final, honest, challenger);

        RequestInfo info = await table.RequestInfoAsync(request);
        Assert.True(!info.Succeeded, what);
        Assert.Equal((byte)status, info.StateHash.ToArray()[0]);
        Assert.Equal(exitCode, info.ExitCode);
        Assert.Equal(honest.Address, info.Proposer);
        GameEnded ended = Assert.Single(await table.Contract.GetGameEventsAsync<GameEnded>(new GameId(request, 1, 1), BlockTag.Earliest, Token));
        Assert.Equal((challenger.Address, liar.Address, false), (ended.Winner, ended.Loser, ended.OnTime));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16_380)] // one whole piece
    [InlineData(16_381)] // a piece and a byte
    [InlineData(20_000)]
    public async Task An_input_in_pieces_is_left_alone_until_it_is_whole_and_then_run(int length)
    {
        await using Table table = await Table.SetAsync("echo.elf", terms => terms with { OutputLimit = 24_575 });
        Proposer proposer = await table.ProposerAsync(Fault.None);
        Challenger liar = await table.ChallengerAsync(new Fault { Kind = FaultKind.Memory });
        byte[] input = [.. Enumerable.Range(1, length).Select(i => (byte)i)];

        ulong request = (await table.Requester.BeginRequestAsync(table.Files.On(table.Terms).Id(), length, table.Terms.Fee, Token)).Value;
        foreach (InputPiece piece in InputPiece.Split(input))
        {
            await Table.SettleAsync(proposer, liar);
            Assert.Equal(RequestStatus.Filling, (await table.RequestInfoAsync(request)).Status);
            await table.Requester.AddInputAsync(request, piece, Token);
        }

        await table.PlayUntilAsync(request, RequestStatus.Final, proposer, liar);
        Assert.Equal(input, await table.Contract.GetOutputAsync(request, Token));
        Assert.Equal(new AccountInfo(0, 0), await table.Contract.GetAccountAsync(liar.Address, Token));
    }

    [Fact]
    public async Task A_request_for_files_that_the_player_has_not_or_on_terms_that_it_refuses_is_left_alone()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        ModelFiles others = Table.LoadFiles("echo.elf", [9, 9]);
        await table.Requester.RegisterModelAsync(others.On(table.Terms), others.GoldenProof, Token);
        Proposer proposer = await table.ProposerAsync(new PlayerOptions { Accepts = model => model.StepLimit == 1 << 20 });
        Model refusedTerms = table.Files.On(table.Terms with { StepLimit = (1 << 20) - 1 });
        await table.Requester.RegisterModelAsync(refusedTerms, table.Files.GoldenProof, Token);

        ulong foreign = (await table.Requester.RequestAsync(others.On(table.Terms).Id(), new byte[] { 1 }, table.Terms.Fee, Token)).Value;
        ulong refused = (await table.Requester.RequestAsync(refusedTerms.Id(), new byte[] { 1 }, table.Terms.Fee, Token)).Value;
        ulong known = await table.RequestAsync(1);
        await Table.SettleAsync(proposer);

        Assert.Equal(RequestStatus.Open, (await table.RequestInfoAsync(foreign)).Status);
        Assert.Equal(RequestStatus.Open, (await table.RequestInfoAsync(refused)).Status);
        Assert.Equal(RequestStatus.Posted, (await table.RequestInfoAsync(known)).Status);
    }

    [Fact]
    public async Task Runs_of_many_requests_are_not_all_kept()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Proposer proposer = await table.ProposerAsync(new PlayerOptions { KeptRuns = 2 });
        Challenger challenger = await table.ChallengerAsync(new PlayerOptions { KeptRuns = 3 });
        for (byte i = 1; i <= 10; i++) await table.RequestAsync(i);

        await Table.SettleAsync(proposer, challenger);
        Assert.Equal(2, proposer.RunsHeld);
        Assert.Equal(3, challenger.RunsHeld);
        await table.PassAsync(table.Terms.ChallengeWindow);
        await Table.SettleAsync(proposer, challenger);
        await Table.SettleAsync(proposer, challenger);
        for (ulong request = 1; request <= 10; request++)
            Assert.Equal(RequestStatus.Final, (await table.RequestInfoAsync(request)).Status);
        Assert.Equal(0, proposer.RunsHeld);
        Assert.Equal(0, challenger.RunsHeld);
    }

    [Fact]
    public async Task A_bond_that_cannot_be_paid_for_one_request_keeps_the_player_from_no_other()
    {
        await using Table table = await Table.SetAsync("echo.elf");
        Terms dear = table.Terms with { ProposerBond = (System.Numerics.BigInteger.One << 96) - 1 };
        await table.Requester.RegisterModelAsync(table.Files.On(dear), table.Files.GoldenProof, Token);
        Proposer proposer = await table.ProposerAsync(Fault.None);
        ulong unpayable = (await table.Requester.RequestAsync(table.Files.On(dear).Id(), new byte[] { 1 }, dear.Fee, Token)).Value;
        ulong payable = await table.RequestAsync(1);

        await Table.SettleAsync(proposer);
        Assert.Equal(RequestStatus.Open, (await table.RequestInfoAsync(unpayable)).Status);
        Assert.Equal(RequestStatus.Posted, (await table.RequestInfoAsync(payable)).Status);
    }
}
