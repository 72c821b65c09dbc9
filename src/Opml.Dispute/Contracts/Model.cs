using System.Numerics;
using Opml.Dispute.Game;
using Opml.Ethereum;
using Opml.Ethereum.Abi;

namespace Opml.Dispute.Contracts;

/// <summary>A model as the registry has it: its files' hashes, its golden memory root, and its terms.</summary>
/// <param name="ModelHash">Keccak-256 of the model's bytes.</param>
/// <param name="ProgramHash">Keccak-256 of the program's flat image.</param>
/// <param name="GoldenRoot">Root of the memory with program and model loaded and no input.</param>
/// <param name="StepLimit">See <see cref="Terms.StepLimit"/>.</param>
/// <param name="OutputLimit">See <see cref="Terms.OutputLimit"/>.</param>
/// <param name="Fee">See <see cref="Terms.Fee"/>.</param>
/// <param name="ProposerBond">See <see cref="Terms.ProposerBond"/>.</param>
/// <param name="ChallengerBond">See <see cref="Terms.ChallengerBond"/>.</param>
/// <param name="FeeCeiling">See <see cref="Terms.FeeCeiling"/>.</param>
/// <param name="ChallengeWindow">See <see cref="Terms.ChallengeWindow"/>.</param>
/// <param name="Clock">See <see cref="Terms.Clock"/>.</param>
/// <param name="RequestDeadline">See <see cref="Terms.RequestDeadline"/>.</param>
/// <param name="Arity">See <see cref="Terms.Arity"/>.</param>
public sealed record Model(
    Hash32 ModelHash,
    Hash32 ProgramHash,
    Hash32 GoldenRoot,
    ulong StepLimit,
    uint OutputLimit,
    BigInteger Fee,
    BigInteger ProposerBond,
    BigInteger ChallengerBond,
    ulong FeeCeiling,
    uint ChallengeWindow,
    uint Clock,
    uint RequestDeadline,
    byte Arity)
{
    private static readonly AbiParameter[] _words =
        [.. ContractArtifacts.Opml.Abi.Function("registerModel").Inputs[0].Type.Components];

    /// <summary>A model on given terms.</summary>
    public static Model Create(Hash32 modelHash, Hash32 programHash, Hash32 goldenRoot, Terms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new Model(
            modelHash,
            programHash,
            goldenRoot,
            terms.StepLimit,
            terms.OutputLimit,
            terms.Fee,
            terms.ProposerBond,
            terms.ChallengerBond,
            terms.FeeCeiling,
            terms.ChallengeWindow,
            terms.Clock,
            terms.RequestDeadline,
            checked((byte)terms.Arity));
    }

    /// <summary>The model's key: Keccak-256 of the thirteen fields, each as a 32-byte word.</summary>
    public Hash32 Id() => Keccak256.Hash(AbiCoder.Encode(
        _words,
        [
            ModelHash, ProgramHash, GoldenRoot, StepLimit, OutputLimit, Fee, ProposerBond, ChallengerBond, FeeCeiling,
            ChallengeWindow, Clock, RequestDeadline, Arity,
        ]));

    /// <summary>The terms alone.</summary>
    public Terms Terms() => new()
    {
        StepLimit = StepLimit,
        OutputLimit = OutputLimit,
        Fee = Fee,
        ProposerBond = ProposerBond,
        ChallengerBond = ChallengerBond,
        FeeCeiling = FeeCeiling,
        ChallengeWindow = ChallengeWindow,
        Clock = Clock,
        RequestDeadline = RequestDeadline,
        Arity = Arity,
    };
}
