using Opml.Dispute.Contracts;
using Opml.Ethereum;
using Opml.Mips.Execution;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Dispute.Players;

/// <summary>Posts what a run came to, in the one of three ways that fits how it ended.</summary>
internal static class ResultPost
{
    public static Task<TransactionReceipt> SendAsync(
        OpmlAccount account, ulong requestId, Hash32 startState, Model model, RunTrace trace, CancellationToken cancellationToken)
    {
        byte[] witness = trace.FinalWitness.ToArray();
        if (trace.Status != MachineStatus.Succeeded)
            return account.PostFailedResultAsync(requestId, startState, witness, model.ProposerBond, cancellationToken);

        Machine machine = trace.Final(cancellationToken);
        uint length = machine.Memory.ReadWord(MemoryMap.Output);
        if (machine.ReadOutput((int)model.OutputLimit) is not { } output)
        {
            OutputProof lengthProof = OutputProof.OfLength(machine.Tree.GetNode);
            return account.PostOversizedResultAsync(requestId, startState, witness, length, lengthProof, model.ProposerBond, cancellationToken);
        }
        OutputProof proof = OutputProof.Of(machine.Tree.GetNode, length);
        return account.PostResultAsync(requestId, startState, witness, output, proof, model.ProposerBond, cancellationToken);
    }
}
