using System.Management.Automation;
using Opml.Dispute.Contracts;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Reads requests and their results back from the chain.</summary>
[Cmdlet(VerbsCommon.Get, "OpmlRequest")]
[OutputType(typeof(OpmlRequest))]
public sealed class GetOpmlRequestCommand : ChainCmdlet
{
    /// <summary>The requests' numbers; all unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public ulong[] RequestId { get; set; } = [];

    /// <summary>Only those that stand so.</summary>
    [Parameter]
    public RequestStatus[] Status { get; set; } = [];

    /// <summary>Only those for this model.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    [HashArgument]
    public Hash32? ModelId { get; set; }

    /// <summary>Only those that this account has made, by the oracle or without it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AddressCompleter))]
    [AddressArgument]
    public Address? Requester { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (RequestId.Length == 0)
        {
            ForItem(Deployment, () => WithContract(async (contract, token) =>
            {
                ulong count = await contract.GetRequestCountAsync(token).ConfigureAwait(false);
                for (ulong id = 1; id <= count; id++)
                {
                    OpmlRequest request = await OpmlRequest.ReadAsync(Deployment, contract, id, token).ConfigureAwait(false);
                    Show(request);
                }
            }));
        }
        foreach (ulong id in RequestId)
        {
            ForItem(id, () => WithContract(async (contract, token) =>
            {
                OpmlRequest request = await OpmlRequest.ReadAsync(Deployment, contract, id, token).ConfigureAwait(false);
                Show(request);
            }));
        }
    }

    private void Show(OpmlRequest request)
    {
        if (Status.Length != 0 && !Status.Contains(request.Status)) return;
        if (ModelId is { } model && request.ModelId != model) return;
        if (Requester is { } account && account != request.Requester && account != request.Callback?.Account) return;
        Post(() => WriteObject(request));
    }
}
