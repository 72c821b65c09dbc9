using System.Globalization;
using Opml.Dispute.Contracts;
using Opml.Dispute.Sessions;

namespace Opml.PowerShell.Completers;

/// <summary>Completes a request's number to one of the last requests, the newest first.</summary>
internal sealed class RequestIdCompleter : ChainCompleter
{
    private const int Most = 20;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<Suggestion>> ReadAsync(OpmlDeployment deployment, OpmlContract contract, CancellationToken cancellationToken)
    {
        var found = new List<Suggestion>();
        for (ulong id = await contract.GetRequestCountAsync(cancellationToken).ConfigureAwait(false); id > 0 && found.Count < Most; id--)
        {
            RequestInfo request = await contract.GetRequestAsync(id, cancellationToken).ConfigureAwait(false);
            string number = id.ToString(CultureInfo.InvariantCulture);
            found.Add(new Suggestion(number, $"{number} {request.Status}", $"{request.Status}, of model {request.ModelId}, for {request.Requester}"));
        }

        return found;
    }
}
