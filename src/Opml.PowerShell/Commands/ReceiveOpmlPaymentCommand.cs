using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Withdraws what an account has free in the contracts: bonds given back, fees, rewards, and what is left of requests.</summary>
[Cmdlet(VerbsCommunications.Receive, "OpmlPayment", SupportsShouldProcess = true)]
[OutputType(typeof(OpmlPayment))]
public sealed class ReceiveOpmlPaymentCommand : TransactionCmdlet
{
    /// <summary>Who receives the ether; the account itself unless given.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(AddressCompleter))]
    [AddressArgument]
    public Address? To { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Deployment, () =>
    {
        if (!ShouldProcess(Deployment.Contract.ToString(), "Withdraw what the account has free")) return;
        WithNode(async (node, token) =>
        {
            OpmlPayment payment = await OracleMoves.WithdrawAsync(node, Deployment, To ?? node.Sender.Address, token).ConfigureAwait(false);
            Post(() => WriteObject(payment));
        });
    });
}
