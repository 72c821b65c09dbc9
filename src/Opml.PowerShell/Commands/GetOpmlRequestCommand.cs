using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.PowerShell.Completers;

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
                    Post(() => WriteObject(request));
                }
            }));
        }
        foreach (ulong id in RequestId)
        {
            ForItem(id, () => WithContract(async (contract, token) =>
            {
                OpmlRequest request = await OpmlRequest.ReadAsync(Deployment, contract, id, token).ConfigureAwait(false);
                Post(() => WriteObject(request));
            }));
        }
    }
}
