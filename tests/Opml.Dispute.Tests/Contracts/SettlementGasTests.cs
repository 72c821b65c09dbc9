using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Devnet;
using Opml.Dispute.Tests.Machine;
using Opml.Ethereum;
using Opml.Mips.Tests.Cases;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>What it costs to prove a step of the real machine and settle the game in one transaction.</summary>
public sealed class SettlementGasTests(DevnetFixture fixture, ITestOutputHelper output) : IClassFixture<DevnetFixture>
{
    [Fact]
    public async Task A_step_that_also_settles_its_game_is_cheap()
    {
        List<StepCase> guest = GasCases.MnistGuest(300), low = GasCases.Dense(low: true), high = GasCases.Dense(low: false);
        await using var scene = await Scene.CreateAsync(
            fixture, 16, 16, status: 1, machine: ContractArtifacts.Load("MipsMachine"));
        await scene.RequestAsync();
        foreach (var (title, cases) in new[] { ("MNIST guest", guest), ("dense memory below 0x80000000", low), ("dense memory", high) })
        {
            ulong inOne = 0, apart = 0;
            foreach (var step in cases.OrderByDescending(item => item.Proof.Count(b => b != 0)).DistinctBy(item => item.Name).Take(16))
            {
                inOne = Math.Max(inOne, await SettleAsync(scene, step, inOne: true));
                apart = Math.Max(apart, await SettleAsync(scene, step, inOne: false));
            }

            output.WriteLine($"{title}: at most {inOne} in pickAndProve, {apart} in prove");
            Assert.InRange(inOne, 0UL, 130_000UL);
        }
    }

    /// <summary>The proposer posts a state of our choice as the last but one, which the challenger lets pass.</summary>
    private static async Task<ulong> SettleAsync(Scene scene, StepCase step, bool inOne)
    {
        await scene.PostAsync();
        var opened = await scene.Challenger.ChallengeAsync(scene.RequestId, scene.Truth.Last, scene.Model.ChallengerBond, Scene.Cancel);
        var segment = new Segment(0, 16, scene.Truth.StateAt(0), scene.Truth.Last);
        Hash32[] hashes = [.. segment.Positions(16).Select(scene.Truth.StateAt)];
        hashes[^1] = ToyRun.HashOf(step.Witness);
        await scene.Proposer.PostAsync(opened.Value, segment, hashes, Scene.Cancel);
        TransactionReceipt receipt;
        if (inOne)
        {
            receipt = await scene.Challenger.PickAndProveAsync(opened.Value, segment, hashes, 15, step.Witness, step.Proof, Scene.Cancel);
        }
        else
        {
            await scene.Challenger.PickAsync(opened.Value, segment, hashes, 15, Scene.Cancel);
            receipt = await scene.Challenger.ProveAsync(opened.Value, segment.Pick(hashes, 15), step.Witness, step.Proof, Scene.Cancel);
        }

        Assert.Equal(Turn.ChallengerWon, (await scene.Contract.GetGameAsync(opened.Value, Scene.Cancel)).Turn);
        return receipt.GasUsed;
    }
}
