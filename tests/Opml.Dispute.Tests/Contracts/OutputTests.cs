using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>The bytes users read are the bytes the machine wrote, and scratch behind them is free.</summary>
public sealed class OutputTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(27)]
    [InlineData(28)]
    [InlineData(29)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(92)]
    [InlineData(93)]
    [InlineData(1000)]
    [InlineData(24575)]
    public async Task An_output_of_any_length_is_proven_kept_and_read(int length)
    {
        var output = Enumerable.Range(0, length).Select(i => (byte)(i + 239)).ToArray();
        await using var scene = await Scene.CreateAsync(fixture, output: output, terms: terms => terms with { OutputLimit = 24575 });
        await scene.RequestAsync();

        var receipt = await scene.PostAsync();

        var posted = Assert.Single(scene.Contract.ReadEvents(receipt).OfType<ResultPosted>());
        Assert.Equal((true, 1u, scene.Proposer.Address), (posted.Succeeded, posted.Attempt, posted.Proposer));
        Assert.Equal(scene.Truth.WitnessAt(scene.Truth.Length), posted.Witness);
        Assert.Equal(output, posted.Output);
        Assert.Equal(output, await scene.Contract.GetOutputAsync(scene.RequestId, Scene.Cancel));
        var info = await scene.RequestInfoAsync();
        Assert.Equal(
            (RequestStatus.Posted, scene.Proposer.Address, scene.Truth.Length, scene.Truth.Last, true),
            (info.Status, info.Proposer, info.Steps, info.StateHash, info.Succeeded));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(28)]
    [InlineData(40)]
    public async Task A_proof_that_is_wrong_anywhere_is_refused(int length)
    {
        var output = Enumerable.Range(1, length).Select(i => (byte)i).ToArray();
        await using var scene = await Scene.CreateAsync(fixture, output: output);
        await scene.RequestAsync();
        var right = OutputProof.Of(scene.FinalMemory.Nodes, (uint)length);
        Task Post(byte[] bytes, OutputProof proof) => scene.Proposer.PostResultAsync(
            scene.RequestId, scene.Truth.StateAt(0), scene.Truth.WitnessAt(13), bytes, proof, scene.Model.ProposerBond, Scene.Cancel);

        Assert.Equal("OutputNotInMemory", await Scene.ErrorOf(() => Post([.. output.Reverse()], right)));
        Assert.Equal("OutputNotInMemory", await Scene.ErrorOf(() => Post(output, right with { Right = [Keccak256.Hash([9]), .. right.Right.Skip(1)] })));
        Assert.Equal("OutputNotInMemory", await Scene.ErrorOf(() => Post(output, right with { Siblings = [Keccak256.Hash([9]), .. right.Siblings.Skip(1)] })));
        Assert.Equal("SiblingCount", await Scene.ErrorOf(() => Post(output, right with { Right = [.. right.Right.SkipLast(1)] })));
        Assert.Equal("SiblingCount", await Scene.ErrorOf(() => Post(output, right with { Right = [.. right.Right, default] })));
        Assert.Equal("TailLength", await Scene.ErrorOf(() => Post(output, right with { Tail = [.. right.Tail, 0] })));
        if (right.Tail.Length != 0)
        {
            byte[] otherTail = [(byte)(right.Tail[0] ^ 1), .. right.Tail[1..]];
            Assert.Equal("OutputNotInMemory", await Scene.ErrorOf(() => Post(output, right with { Tail = otherTail })));
            Assert.Equal("TailLength", await Scene.ErrorOf(() => Post(output, right with { Tail = right.Tail[1..] })));
        }

        // A shorter or longer prefix of the right bytes is another length, and so another first leaf.
        Assert.NotNull(await Scene.ErrorOf(() => Post(output[..^1], OutputProof.Of(scene.FinalMemory.Nodes, (uint)length - 1))));
        Assert.NotNull(await Scene.ErrorOf(() => Post([.. output, 0xaa], OutputProof.Of(scene.FinalMemory.Nodes, (uint)length + 1))));
        await Post(output, right);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 0)]
    public async Task A_run_that_fails_or_traps_is_a_failed_result(byte status, byte exitCode)
    {
        await using var scene = await Scene.CreateAsync(fixture, status: status, exitCode: exitCode);
        await scene.RequestAsync();

        await scene.PostAsync();

        var info = await scene.RequestInfoAsync();
        Assert.Equal((RequestStatus.Posted, false, exitCode, scene.Truth.Last), (info.Status, info.Succeeded, info.ExitCode, info.StateHash));
        Assert.Equal("WrongRunStatus", await Scene.ErrorOf(() => scene.Contract.GetOutputAsync(scene.RequestId, Scene.Cancel)));
        await scene.AdvanceAsync(scene.Model.ChallengeWindow);
        await scene.Stranger.FinaliseAsync(scene.RequestId, Scene.Cancel);
        Assert.Equal(scene.Model.ProposerBond + scene.Model.Fee, (await scene.AccountOf(scene.Proposer)).Free);
    }

    [Fact]
    public async Task A_run_still_running_at_the_limit_is_a_failed_result_and_before_it_none()
    {
        await using var scene = await Scene.CreateAsync(fixture, 13, terms: terms => terms with { StepLimit = 12 });
        await scene.RequestAsync();
        Task Post(ulong index) => scene.Proposer.PostFailedResultAsync(
            scene.RequestId, scene.Truth.StateAt(0), scene.Truth.WitnessAt(index), scene.Model.ProposerBond, Scene.Cancel);

        Assert.Equal("WrongRunStatus", await Scene.ErrorOf(() => Post(11)));
        Assert.Equal("StepsOutOfRange", await Scene.ErrorOf(() => Post(13)));
        Assert.Equal("StepsOutOfRange", await Scene.ErrorOf(() => Post(0)));
        await Post(12);
        Assert.Equal(3, (await scene.RequestInfoAsync()).StateHash.ToArray()[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(255)]
    public async Task Other_statuses_are_no_failed_results(byte status)
    {
        await using var scene = await Scene.CreateAsync(fixture);
        await scene.RequestAsync();
        var witness = scene.Truth.WitnessAt(13);
        witness[52] = status;
        Assert.Equal("WrongRunStatus", await Scene.ErrorOf(() => scene.Proposer.PostFailedResultAsync(
            scene.RequestId, scene.Truth.StateAt(0), witness, scene.Model.ProposerBond, Scene.Cancel)));
        if (status != 0)
        {
            Assert.Equal("WrongRunStatus", await Scene.ErrorOf(() => scene.Proposer.PostResultAsync(
                scene.RequestId, scene.Truth.StateAt(0), witness, scene.Output, OutputProof.Of(scene.FinalMemory.Nodes, 4), scene.Model.ProposerBond, Scene.Cancel)));
        }
    }

    [Fact]
    public async Task A_length_over_the_limit_is_a_failed_result_when_it_is_proven()
    {
        await using var scene = await Scene.CreateAsync(
            fixture, output: new byte[33], terms: terms => terms with { OutputLimit = 32 });
        await scene.RequestAsync();
        var proof = OutputProof.OfLength(scene.FinalMemory.Nodes);
        Task Post(uint length, OutputProof with) => scene.Proposer.PostOversizedResultAsync(
            scene.RequestId, scene.Truth.StateAt(0), scene.Truth.WitnessAt(13), length, with, scene.Model.ProposerBond, Scene.Cancel);

        Assert.Equal("OutputLength", await Scene.ErrorOf(() => scene.PostAsync()));
        Assert.Equal("OutputLength", await Scene.ErrorOf(() => Post(32, proof)));
        Assert.Equal("OutputNotInMemory", await Scene.ErrorOf(() => Post(34, proof)));
        Assert.Equal("TailLength", await Scene.ErrorOf(() => Post(33, proof with { Tail = [] })));
        await Post(33, proof);
        Assert.False((await scene.RequestInfoAsync()).Succeeded);
    }

    [Fact]
    public async Task An_output_within_the_limit_is_not_called_too_long()
    {
        await using var scene = await Scene.CreateAsync(fixture, output: new byte[32], terms: terms => terms with { OutputLimit = 32 });
        await scene.RequestAsync();
        Assert.Equal("OutputLength", await Scene.ErrorOf(() => scene.Proposer.PostOversizedResultAsync(
            scene.RequestId, scene.Truth.StateAt(0), scene.Truth.WitnessAt(13), 32, OutputProof.OfLength(scene.FinalMemory.Nodes), scene.Model.ProposerBond, Scene.Cancel)));
    }

    [Fact]
    public async Task A_result_needs_an_open_request_its_start_state_a_whole_witness_and_the_bond()
    {
        await using var scene = await Scene.CreateAsync(fixture, status: 1);
        await scene.RequestAsync();
        var (start, last) = (scene.Truth.StateAt(0), scene.Truth.WitnessAt(13));
        Task Post(ulong id = 1, byte[]? witness = null, bool otherStart = false, int wei = 0) => scene.Proposer.PostFailedResultAsync(
            id, otherStart ? scene.Truth.StateAt(1) : start, witness ?? last, scene.Model.ProposerBond + wei, Scene.Cancel);

        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => Post(id: 2)));
        Assert.Equal("WrongStartState", await Scene.ErrorOf(() => Post(otherStart: true)));
        Assert.Equal("WitnessLength", await Scene.ErrorOf(() => Post(witness: last[..189])));
        Assert.Equal("WitnessLength", await Scene.ErrorOf(() => Post(witness: [.. last, 0])));
        Assert.Equal("WrongPayment", await Scene.ErrorOf(() => Post(wei: 1)));
        Assert.Equal("WrongPayment", await Scene.ErrorOf(() => Post(wei: -1)));
        await Post();
        Assert.Equal("WrongRequestStatus", await Scene.ErrorOf(() => Post()));
    }
}
