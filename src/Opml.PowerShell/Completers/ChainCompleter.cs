using System.Collections;
using Opml.Dispute.Contracts;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Rpc;

namespace Opml.PowerShell.Completers;

/// <summary>Completes an argument from what the contracts of -Deployment hold; a chain that takes its time is not waited for.</summary>
internal abstract class ChainCompleter : SuggestionCompleter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected sealed override IEnumerable<Suggestion> Suggest(IDictionary bound)
    {
        if (BoundArguments.Deployment(bound) is not { } deployment) return [];
        using var client = new HttpEthereumClient(deployment.RpcUrl);
        using var patience = new CancellationTokenSource(s_patience);
        return Task.Run(() => ReadAsync(deployment, OpmlNode.ContractOf(deployment, client), patience.Token), patience.Token).GetAwaiter().GetResult();
    }

    /// <summary>What there is to choose from.</summary>
    protected abstract Task<IReadOnlyList<Suggestion>> ReadAsync(OpmlDeployment deployment, OpmlContract contract, CancellationToken cancellationToken);
}
