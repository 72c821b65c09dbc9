using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>What proves one step.</summary>
/// <param name="Witness">The state before, 190 bytes.</param>
/// <param name="Proof">What the step reads.</param>
/// <param name="Next">Hash of the state after, as the contract will find it.</param>
internal sealed record StepEvidence(byte[] Witness, byte[] Proof, Hash32 Next);
