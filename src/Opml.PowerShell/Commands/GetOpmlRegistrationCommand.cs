using System.Management.Automation;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Lists the models that are registered on the chain.</summary>
[Cmdlet(VerbsCommon.Get, "OpmlRegistration")]
[OutputType(typeof(OpmlRegistration))]
public sealed class GetOpmlRegistrationCommand : ChainCmdlet
{
    /// <summary>The model's key; all unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    [HashArgument]
    public Hash32? ModelId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Deployment, () => WithContract(async (contract, token) =>
    {
        ILookup<Hash32, ulong> numbers = await NumbersAsync(contract.Client, token).ConfigureAwait(false);
        int found = 0;
        foreach (ModelRegistered registered in await contract.GetModelsAsync(Deployment.Block, token).ConfigureAwait(false))
        {
            if (ModelId is { } wanted && registered.ModelId != wanted) continue;
            found++;
            var registration = new OpmlRegistration
            {
                Deployment = Deployment,
                ModelId = registered.ModelId,
                Registration = registered.Model,
                Block = registered.Log!.BlockNumber,
                Numbers = [.. numbers[registered.ModelId].Order()],
            };
            Post(() => WriteObject(registration));
        }
        if (ModelId is { } missing && found == 0)
            throw new NotOnChainException($"No model of the key {missing} is registered at {Deployment.Contract}.");
    }));

    private async Task<ILookup<Hash32, ulong>> NumbersAsync(IEthereumClient client, CancellationToken token)
    {
        IReadOnlyList<ModelListed> listings = Deployment.Oracle is null
            ? []
            : await OpmlNode.OracleOf(Deployment, client).GetListingsAsync(Deployment.Block, token).ConfigureAwait(false);
        return listings.ToLookup(listed => listed.Key, listed => listed.Number);
    }
}
