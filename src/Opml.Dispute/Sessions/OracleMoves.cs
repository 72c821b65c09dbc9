using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>The single moves that scripts make with an oracle, and with the ether that is left in the contracts.</summary>
public static class OracleMoves
{
    /// <summary>Puts an oracle on the chain, on a deployment's contract.</summary>
    /// <returns>The deployment with its oracle; gas and transactions are the oracle's.</returns>
    public static async Task<OpmlDeployment> DeployAsync(OpmlNode node, OpmlDeployment deployment, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(deployment);
        Sent<OracleContract> sent = await OracleContract.DeployAsync(node.Sender, deployment.Contract, cancellationToken).ConfigureAwait(false);
        return deployment with { Oracle = sent.Value.Address, Gas = sent.Receipt.GasUsed, Transactions = [sent.Receipt.TransactionHash] };
    }

    /// <summary>The deployment with an oracle that is on the chain already.</summary>
    /// <exception cref="InvalidOperationException">There is no such oracle, or it sits on another contract.</exception>
    public static async Task<OpmlDeployment> AttachAsync(
        IEthereumClient client, OpmlDeployment deployment, Address oracle, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(deployment);
        byte[] code = await client.GetCodeAsync(oracle, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        if (code.Length == 0) throw new InvalidOperationException($"There is no contract at {oracle} on chain {deployment.ChainId}.");
        if (!DeployedCode.IsOf(ContractArtifacts.Oracle, code, deployment.Contract))
            throw new InvalidOperationException($"What is at {oracle} is not this module's oracle on {deployment.Contract}: its code is another. An oracle that sits on another contract shows so, too.");
        return deployment with { Oracle = oracle, Gas = 0, Transactions = [] };
    }

    /// <summary>Gives a registered model a number, whose owner the account is.</summary>
    public static async Task<OracleModel> ListAsync(
        OpmlNode node, OpmlDeployment deployment, Hash32 modelId, ulong number, BigInteger ownerFee, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        TransactionReceipt receipt = await node.OracleAt(deployment).ListModelAsync(number, modelId, ownerFee, cancellationToken).ConfigureAwait(false);
        return new OracleModel
        {
            Deployment = deployment,
            Number = number,
            ModelId = modelId,
            Owner = node.Sender.Address,
            OwnerFee = ownerFee,
            Gas = receipt.GasUsed,
            Transactions = [receipt.TransactionHash],
        };
    }

    /// <summary>Asks for an inference by the oracle, and pays what it takes; a long input goes in pieces.</summary>
    /// <param name="node">Who asks.</param>
    /// <param name="deployment">The contracts.</param>
    /// <param name="modelId">The model's key, or its number as 32 bytes, big-endian.</param>
    /// <param name="input">The input.</param>
    /// <param name="callback">Who is called with the result.</param>
    /// <param name="atOnce">Whether live results are delivered too.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public static async Task<InferenceRequest> RequestAsync(
        OpmlNode node,
        OpmlDeployment deployment,
        Hash32 modelId,
        ReadOnlyMemory<byte> input,
        OracleCallback callback,
        bool atOnce,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(callback);
        OracleAccount account = node.OracleAt(deployment);
        OpmlContract opml = OpmlNode.ContractOf(deployment, node.Client);
        BigInteger id = OracleContract.IdOf(modelId);
        OracleListing listing = await account.Contract.GetListingAsync(id, cancellationToken).ConfigureAwait(false);
        BigInteger fee = await account.Contract.EstimateFeeAsync(id, callback.GasLimit, atOnce, cancellationToken).ConfigureAwait(false);
        var receipts = new List<TransactionReceipt>();
        bool whole = input.Length <= Moves.SingleTransactionInput;
        Sent<ulong> sent = whole
            ? await account.RequestAsync(id, input, callback, atOnce, fee, cancellationToken).ConfigureAwait(false)
            : await account.BeginRequestAsync(id, input.Length, callback, atOnce, fee, cancellationToken).ConfigureAwait(false);
        receipts.Add(sent.Receipt);
        foreach (InputPiece piece in whole ? [] : InputPiece.Split(input))
            receipts.Add(await account.AddInputAsync(sent.Value, piece, cancellationToken).ConfigureAwait(false));
        return new InferenceRequest
        {
            Deployment = deployment,
            RequestId = sent.Value,
            ModelId = listing.Key,
            Requester = node.Sender.Address,
            InputLength = input.Length,
            StartState = opml.ReadEvents(receipts[^1]).OfType<RequestOpened>().Single().StartState,
            Fee = fee,
            CallbackContract = callback.GasLimit == 0 ? null : callback.Contract,
            Gas = receipts.Aggregate(0UL, (sum, receipt) => sum + receipt.GasUsed),
            Transactions = [.. receipts.Select(receipt => receipt.TransactionHash)],
        };
    }

    /// <summary>Carries a request's result to its callback contract.</summary>
    public static async Task<OpmlDelivery> DeliverAsync(
        OpmlNode node, OpmlDeployment deployment, ulong requestId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        Sent<Delivered> sent = await node.OracleAt(deployment).DeliverAsync(requestId, cancellationToken).ConfigureAwait(false);
        return OpmlDelivery.From(deployment, sent.Value, sent.Receipt);
    }

    /// <summary>Takes a request back: the oracle's for the account that made it, another for its requester, who must ask.</summary>
    public static async Task<RevokedRequest> RevokeAsync(
        OpmlNode node, OpmlDeployment deployment, ulong requestId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(deployment);
        OpmlAccount account = node.AccountAt(deployment);
        RequestInfo info = await account.Contract.GetRequestAsync(requestId, cancellationToken).ConfigureAwait(false);
        TransactionReceipt receipt;
        Address whose = info.Requester;
        if (deployment.Oracle is { } oracle && info.Requester == oracle)
        {
            Sent<TakenBack> sent = await node.OracleAt(deployment).ReclaimAsync(requestId, cancellationToken).ConfigureAwait(false);
            (receipt, whose) = (sent.Receipt, sent.Value.Account);
        }
        else
        {
            receipt = await account.CancelAsync(requestId, cancellationToken).ConfigureAwait(false);
        }
        return new RevokedRequest
        {
            Deployment = deployment,
            RequestId = requestId,
            Account = whose,
            Gas = receipt.GasUsed,
            Transactions = [receipt.TransactionHash],
        };
    }

    /// <summary>Sends the account's free ether out of the contracts; nothing where there is none.</summary>
    /// <param name="node">The account.</param>
    /// <param name="deployment">The contracts.</param>
    /// <param name="to">Who receives it.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public static async Task<OpmlPayment> WithdrawAsync(
        OpmlNode node, OpmlDeployment deployment, Address to, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(deployment);
        var receipts = new List<TransactionReceipt>();
        OpmlAccount account = node.AccountAt(deployment);
        AccountInfo has = await account.Contract.GetAccountAsync(account.Address, cancellationToken).ConfigureAwait(false);
        if (!has.Free.IsZero) receipts.Add(await account.WithdrawAsync(to, cancellationToken).ConfigureAwait(false));
        BigInteger atOracle = 0;
        if (deployment.Oracle is not null)
        {
            OracleAccount oracle = node.OracleAt(deployment);
            atOracle = await oracle.Contract.GetBalanceAsync(oracle.Address, cancellationToken).ConfigureAwait(false);
            if (!atOracle.IsZero) receipts.Add(await oracle.WithdrawAsync(to, cancellationToken).ConfigureAwait(false));
        }
        return new OpmlPayment
        {
            Deployment = deployment,
            Account = account.Address,
            To = to,
            FromContract = has.Free,
            FromOracle = atOracle,
            StillLocked = has.Locked,
            Gas = receipts.Aggregate(0UL, (sum, receipt) => sum + receipt.GasUsed),
            Transactions = [.. receipts.Select(receipt => receipt.TransactionHash)],
        };
    }
}
