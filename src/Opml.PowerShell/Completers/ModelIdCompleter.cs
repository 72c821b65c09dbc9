using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Sessions;
using Opml.Ethereum;

namespace Opml.PowerShell.Completers;

/// <summary>Completes a model's key to one that is registered, the newest first.</summary>
internal sealed class ModelIdCompleter : ChainCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<Suggestion>> ReadAsync(OpmlDeployment deployment, OpmlContract contract, CancellationToken cancellationToken)
    {
        IReadOnlyList<OpmlEvent> events = await contract.GetEventsAsync(deployment.Block, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        return
        [
            .. from registered in events.OfType<ModelRegistered>().Reverse()
               let key = registered.ModelId.ToString()
               select new Suggestion(key, key, $"at most {registered.Model.StepLimit} steps, model file {registered.Model.ModelHash}"),
        ];
    }
}
