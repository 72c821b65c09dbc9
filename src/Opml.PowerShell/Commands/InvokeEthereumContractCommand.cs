using System.Management.Automation;
using System.Numerics;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Calls a function of a contract: one that changes nothing is asked, any other is sent a transaction.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EthereumContract", SupportsShouldProcess = true)]
[OutputType(typeof(ContractAnswer), typeof(ContractTransaction))]
public sealed class InvokeEthereumContractCommand : AsyncOpmlCmdlet
{
    /// <summary>The contract, as Publish-EthereumContract returns it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public EthereumContract Contract { get; set; } = null!;

    /// <summary>The function's name; its signature where several have the name.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(FunctionCompleter))]
    [ValidateNotNullOrEmpty]
    public string Function { get; set; } = null!;

    /// <summary>Its arguments.</summary>
    [Parameter(Position = 1)]
    [AllowEmptyCollection]
    public object?[] ArgumentList { get; set; } = [];

    /// <summary>Wei that go along.</summary>
    [Parameter]
    public BigInteger Value { get; set; }

    /// <summary>The gas limit of the transaction; estimated unless given.</summary>
    [Parameter]
    [ValidateRange(21000UL, ulong.MaxValue)]
    public ulong? GasLimit { get; set; }

    /// <summary>Who sends; on a local node that this process started, its first account unless named.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AccountCompleter))]
    [AccountArgument]
    public AccountKey? Account { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Contract, () =>
    {
        AbiFunction function = Contract.Abi.Function(Function, ArgumentList.Length);
        object?[] arguments = AbiArguments.From(ArgumentList, function.Inputs);
        if (function.Mutability is StateMutability.View or StateMutability.Pure) Ask(function, arguments);
        else Send(function, arguments);
    });

    private void Ask(AbiFunction function, object?[] arguments) => Await(async token =>
    {
        using var client = new HttpEthereumClient(Contract.Deployment.RpcUrl);
        ContractAnswer answer = await Contract.AskAsync(client, function.Signature, arguments, token).ConfigureAwait(false);
        Post(() => WriteObject(answer));
    });

    private void Send(AbiFunction function, object?[] arguments)
    {
        if (!ShouldProcess(Contract.ToString(), $"Send a transaction to {function.Signature}")) return;
        OpmlDeployment deployment = Contract.Deployment;
        AccountKey account = Account ?? TransactionCmdlet.DefaultAccount(deployment.RpcUrl);
        Await(async token =>
        {
            using PrivateKey key = account.CreateKey();
            using OpmlNode node = await OpmlNode.ConnectAsync(deployment.RpcUrl, key, deployment.ChainId, token).ConfigureAwait(false);
            ContractTransaction sent = await Contract.SendAsync(node, function.Signature, arguments, Value, GasLimit, token).ConfigureAwait(false);
            Post(() => WriteObject(sent));
        });
    }
}
