using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>A model's key is the hash of everything about it; its golden memory has no input and no output.</summary>
public sealed class RegistryTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    private static readonly GoldenProof _proof = GoldenProof.Of(Scene.Golden().Nodes);

    public static TheoryData<string?, Func<Model, Model>> Bounds => new()
    {
        { null, model => model },
        { "StepLimitZero", model => model with { StepLimit = 0 } },
        { null, model => model with { OutputLimit = 24575 } },
        { "OutputLimitTooLarge", model => model with { OutputLimit = 24576 } },
        { "ArityOutOfRange", model => model with { Arity = 1 } },
        { "ArityOutOfRange", model => model with { Arity = 0 } },
        { "ArityOutOfRange", model => model with { Arity = 65 } },
        { "FeeCeilingZero", model => model with { FeeCeiling = 0 } },
        { "PeriodOutOfRange", model => model with { ChallengeWindow = 11 } },
        { "PeriodOutOfRange", model => model with { ChallengeWindow = Terms.MaxSeconds + 1 } },
        { null, model => model with { ChallengeWindow = Terms.MaxSeconds } },
        { "PeriodOutOfRange", model => model with { Clock = model.Terms().MinClock - 1 } },
        { null, model => model with { Clock = model.Terms().MinClock } },
        { "PeriodOutOfRange", model => model with { RequestDeadline = 0 } },
        { "ChallengerBondTooSmall", model => model with { ChallengerBond = model.Terms().MinChallengerBond - 1 } },
        { null, model => model with { ChallengerBond = model.Terms().MinChallengerBond } },
        { "ProposerBondTooSmall", model => model with { ProposerBond = model.Terms().MinProposerBond - 1 } },
        { null, model => model with { ProposerBond = model.Terms().MinProposerBond } },
        { null, model => model with { ProposerBond = (BigInteger.One << 96) - 1, Fee = (BigInteger.One << 96) - 1 } },
        { "ChallengerBondTooSmall", model => model with { FeeCeiling = ulong.MaxValue } },
        { "ChallengerBondTooSmall", model => model with { StepLimit = ulong.MaxValue, Arity = 2 } },
    };

    [Fact]
    public async Task The_bounds_of_terms_are_those_of_the_rules()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        var good = scene.Model with { ProposerBond = scene.Model.ProposerBond * 2, ChallengerBond = scene.Model.ChallengerBond * 2, Clock = 1200 };
        foreach (var (error, change) in Bounds.Select(row => row.Data))
        {
            var model = change(good);
            Assert.Equal(error, await Scene.ErrorOf(() => scene.Stranger.RegisterModelAsync(model, _proof, Scene.Cancel)));
            Assert.Equal(error is null, Record.Exception(model.Terms().Check) is null);
        }
    }

    [Fact]
    public async Task A_model_is_found_by_the_hash_of_all_its_fields()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        Assert.True(await scene.Contract.IsRegisteredAsync(scene.Model.Id(), Scene.Cancel));
        Assert.Equal(scene.Model, await scene.Contract.GetModelAsync(scene.Model.Id(), Scene.Cancel));

        var other = scene.Model with { Fee = scene.Model.Fee + 1 };
        Assert.False(await scene.Contract.IsRegisteredAsync(other.Id(), Scene.Cancel));
        Assert.Equal("NoSuchModel", await Scene.ErrorOf(() => scene.Contract.GetModelAsync(other.Id(), Scene.Cancel)));
        var sent = await scene.Requester.RegisterModelAsync(other, _proof, Scene.Cancel);
        Assert.Equal(other.Id(), sent.Value);
        Assert.Equal(other, Assert.Single(scene.Contract.ReadEvents(sent.Receipt).OfType<ModelRegistered>()).Model);
        Assert.Equal("ModelExists", await Scene.ErrorOf(() => scene.Stranger.RegisterModelAsync(other, _proof, Scene.Cancel)));
    }

    [Fact]
    public async Task Wrong_siblings_are_refused()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        var model = scene.Model with { Fee = 7 };
        Task Register(GoldenProof proof, Hash32? root = null) =>
            scene.Stranger.RegisterModelAsync(model with { GoldenRoot = root ?? model.GoldenRoot }, proof, Scene.Cancel);

        for (var level = 0; level < 8; level++)
        {
            Hash32[] siblings = [.. _proof.InputSiblings];
            siblings[level] = Keccak256.Hash([9]);
            Assert.Equal("WrongSiblings", await Scene.ErrorOf(() => Register(_proof with { InputSiblings = siblings })));
        }

        Assert.Equal("WrongSiblings", await Scene.ErrorOf(() => Register(_proof with { ModelNode = default })));
        Assert.Equal("WrongSiblings", await Scene.ErrorOf(() => Register(_proof, Keccak256.Hash([9]))));
    }

    [Theory]
    [InlineData(0x31000000u)]
    [InlineData(0x31ffffffu)]
    [InlineData(0x32000000u)]
    [InlineData(0x32ffffffu)]
    public async Task A_golden_memory_with_an_input_or_an_output_is_refused(uint address)
    {
        await using var scene = await Scene.CreateAsync(fixture);
        var memory = Scene.Golden().Write(address, [1]);
        Assert.Equal("WrongSiblings", await Scene.ErrorOf(() => scene.Stranger.RegisterModelAsync(
            scene.Model with { GoldenRoot = memory.Root }, GoldenProof.Of(memory.Nodes), Scene.Cancel)));
    }

    [Fact]
    public async Task The_contract_is_not_made_without_a_machine()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        Assert.Equal("NoMachine", await Scene.ErrorOf(() => OpmlContract.DeployAsync(scene.Senders[0], scene.Stranger.Address, null, Scene.Cancel)));
        Assert.Equal(scene.Machine, await scene.Contract.GetMachineAsync(Scene.Cancel));
    }

    [Fact]
    public async Task The_contract_has_no_owner_and_takes_no_plain_ether()
    {
        await using var scene = await Scene.CreateAsync(fixture);
        Assert.Equal(Scene.ToyMachine.Abi.Functions.Count, Scene.ToyMachine.Abi.Functions.Count(function => function.Name is "step" or "length" or "finalRoot" or "finalStatus" or "finalExitCode"));
        Assert.DoesNotContain(ContractArtifacts.Opml.Abi.Functions, function => function.Name.Contains("own", StringComparison.OrdinalIgnoreCase) || function.Name.Contains("upgrade", StringComparison.OrdinalIgnoreCase));
        Assert.NotNull(await Scene.ErrorOf(() => scene.Senders[0].SendAsync(new() { To = scene.Contract.Address, Value = 1 }, Scene.Cancel)));
    }
}
