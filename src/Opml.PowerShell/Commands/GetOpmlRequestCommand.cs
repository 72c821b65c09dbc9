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

    /// <summary>Reads each request's input from the chain's events, too.</summary>
    [Parameter]
    public SwitchParameter IncludeInput { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (RequestId.Length == 0)
        {
            ForItem(Deployment, () => WithContract(async (contract, token) =>
            {
                ulong count = await contract.GetRequestCountAsync(token).ConfigureAwait(false);
                Work.Begin("reading requests", ProgressUnit.Requests, count);
                for (ulong id = 1; id <= count; id++)
                {
                    await ShowAsync(contract, id, token).ConfigureAwait(false);
                    Work.Advance(id);
                }
            }));
        }
        foreach (ulong id in RequestId)
        {
            ForItem(id, () => WithContract((contract, token) => ShowAsync(contract, id, token)));
        }
    }

    private async Task ShowAsync(OpmlContract contract, ulong id, CancellationToken token)
    {
        OpmlRequest request = await OpmlRequest.ReadAsync(Deployment, contract, id, token).ConfigureAwait(false);
        if (Status.Length != 0 && !Status.Contains(request.Status)) return;
        if (ModelId is { } model && request.ModelId != model) return;
        if (Requester is { } account && account != request.Requester && account != request.Callback?.Account) return;
        if (IncludeInput) request = await request.WithInputAsync(contract, token).ConfigureAwait(false);
        Post(() => WriteObject(request));
    }
}
