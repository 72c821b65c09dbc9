using Opml.Dispute.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>Posts what a run came to, in the one of three ways that fits how it ended.</summary>
internal static class ResultPost
{
    public static Task<TransactionReceipt> SendAsync(
        OpmlAccount account, ulong requestId, Hash32 startState, Model model, RunTrace trace, CancellationToken cancellationToken) =>
        SendAsync(account, requestId, startState, model, trace.Result(model.OutputLimit, cancellationToken), cancellationToken);

    public static Task<TransactionReceipt> SendAsync(
        OpmlAccount account, ulong requestId, Hash32 startState, Model model, RunResult result, CancellationToken cancellationToken) =>
        result switch
        {
            { Proof: null } => account.PostFailedResultAsync(requestId, startState, result.Witness, model.ProposerBond, cancellationToken),
            { Output: null } => account.PostOversizedResultAsync(
                requestId, startState, result.Witness, result.OutputLength, result.Proof, model.ProposerBond, cancellationToken),
            _ => account.PostResultAsync(requestId, startState, result.Witness, result.Output, result.Proof, model.ProposerBond, cancellationToken),
        };
}
