using System.Management.Automation;
using System.Numerics;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Gives a registered model a number at the oracle, by which users' contracts name it.</summary>
[Cmdlet(VerbsLifecycle.Register, "OpmlOracleModel", SupportsShouldProcess = true)]
[OutputType(typeof(OracleModel))]
public sealed class RegisterOpmlOracleModelCommand : TransactionCmdlet
{
    /// <summary>The number, which stands for the model from then on.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateRange(1UL, ulong.MaxValue)]
    public ulong Number { get; set; }

    /// <summary>The registered model's key.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    [HashArgument]
    public Hash32 ModelId { get; set; }

    /// <summary>Wei that a request by this number pays to the account.</summary>
    [Parameter]
    public BigInteger OwnerFee { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(ModelId, () =>
    {
        if (!ShouldProcess($"model {ModelId}", $"Give it the number {Number} at the oracle")) return;
        WithNode(async (node, token) =>
        {
            OracleModel listed = await OracleMoves.ListAsync(node, Deployment, ModelId, Number, OwnerFee, token).ConfigureAwait(false);
            Post(() => WriteObject(listed));
        });
    });
}
