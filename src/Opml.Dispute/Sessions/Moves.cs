using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Contracts;
using Opml.Mips.Trace;

namespace Opml.Dispute.Sessions;

/// <summary>The single moves that scripts make, each with what came of it.</summary>
public static class Moves
{
    /// <summary>Inputs up to this many bytes go in one transaction; longer ones in pieces.</summary>
    public const int SingleTransactionInput = InputPiece.RegionBytes - Regions.LengthBytes;

    /// <summary>Puts the machine and the Opml contract on the chain.</summary>
    public static async Task<OpmlDeployment> DeployAsync(OpmlNode node, Uri rpcUrl, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ContractArtifact artifact = ContractArtifacts.Load(OpmlNode.MachineName);
        DeployedContract machine = await Contract.DeployAsync(node.Sender, artifact, cancellationToken: cancellationToken).ConfigureAwait(false);
        Sent<OpmlContract> opml = await OpmlContract.DeployAsync(node.Sender, machine.Contract.Address, artifact.Abi, cancellationToken).ConfigureAwait(false);
        return new OpmlDeployment
        {
            RpcUrl = rpcUrl,
            ChainId = node.Sender.ChainId,
            Contract = opml.Value.Address,
            Machine = machine.Contract.Address,
            Block = opml.Receipt.BlockNumber,
            Gas = machine.Receipt.GasUsed + opml.Receipt.GasUsed,
            Transactions = [machine.Receipt.TransactionHash, opml.Receipt.TransactionHash],
        };
    }

    /// <summary>The contracts that are on a chain already, after a look at their code. Nothing is sent.</summary>
    /// <param name="client">The chain.</param>
    /// <param name="rpcUrl">Its address.</param>
    /// <param name="contract">Where the Opml contract is.</param>
    /// <param name="block">The block of the deployment, or any before it; events are looked for from there.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    /// <exception cref="InvalidOperationException">There is no contract, or another one.</exception>
    public static async Task<OpmlDeployment> AttachAsync(
        IEthereumClient client, Uri rpcUrl, Address contract, ulong block, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ulong chainId = await client.GetChainIdAsync(cancellationToken).ConfigureAwait(false);
        byte[] code = await client.GetCodeAsync(contract, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        if (code.Length == 0) throw new InvalidOperationException($"There is no contract at {contract} on chain {chainId}.");
        Address? machine = null;
        try
        {
            machine = await new OpmlContract(client, contract).GetMachineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RevertException or AbiException)
        {
            // A contract, and another one.
        }

        if (machine is not { } found || !DeployedCode.IsOf(ContractArtifacts.Opml, code, found))
            throw new InvalidOperationException($"What is at {contract} is not this version's Opml contract: its code is another.");
        byte[] machineCode = await client.GetCodeAsync(found, BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        if (!DeployedCode.IsOf(ContractArtifacts.Load(OpmlNode.MachineName), machineCode))
            throw new InvalidOperationException($"The contract at {contract} has a machine of another version, at {found}: its disputes would go by other rules.");
        return new OpmlDeployment { RpcUrl = rpcUrl, ChainId = chainId, Contract = contract, Machine = found, Block = block };
    }

    /// <summary>Registers a model on terms, unless just that is registered already.</summary>
    /// <exception cref="RuleException">The terms are out of their bounds.</exception>
    public static async Task<RegisteredModel> RegisterAsync(
        OpmlNode node, OpmlDeployment deployment, ModelFiles files, Terms terms, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(terms);
        terms.Check();
        OpmlAccount account = node.AccountAt(deployment);
        Model model = files.On(terms);
        if (await account.Contract.IsRegisteredAsync(model.Id(), cancellationToken).ConfigureAwait(false))
            return new RegisteredModel { Deployment = deployment, ModelId = model.Id(), Registration = model, AlreadyRegistered = true };

        Sent<Hash32> sent = await account.RegisterModelAsync(model, files.GoldenProof, cancellationToken).ConfigureAwait(false);
        return new RegisteredModel
        {
            Deployment = deployment,
            ModelId = sent.Value,
            Registration = model,
            Gas = sent.Receipt.GasUsed,
            Transactions = [sent.Receipt.TransactionHash],
        };
    }

    /// <summary>Asks for an inference and pays the model's fee; a long input goes in pieces.</summary>
    public static async Task<InferenceRequest> RequestAsync(
        OpmlNode node, OpmlDeployment deployment, Hash32 modelId, ReadOnlyMemory<byte> input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        OpmlAccount account = node.AccountAt(deployment);
        Model model = await account.Contract.GetModelAsync(modelId, cancellationToken).ConfigureAwait(false);
        var receipts = new List<TransactionReceipt>();
        ulong requestId;
        if (input.Length <= SingleTransactionInput)
        {
            Sent<ulong> sent = await account.RequestAsync(modelId, input, model.Fee, cancellationToken).ConfigureAwait(false);
            requestId = sent.Value;
            receipts.Add(sent.Receipt);
        }
        else
        {
            Sent<ulong> sent = await account.BeginRequestAsync(modelId, input.Length, model.Fee, cancellationToken).ConfigureAwait(false);
            requestId = sent.Value;
            receipts.Add(sent.Receipt);
            foreach (InputPiece piece in InputPiece.Split(input))
                receipts.Add(await account.AddInputAsync(requestId, piece, cancellationToken).ConfigureAwait(false));
        }
        RequestOpened opened = account.Contract.ReadEvents(receipts[^1]).OfType<RequestOpened>().Single();
        return new InferenceRequest
        {
            Deployment = deployment,
            RequestId = requestId,
            ModelId = modelId,
            Requester = node.Sender.Address,
            InputLength = input.Length,
            StartState = opened.StartState,
            Fee = model.Fee,
            Gas = receipts.Aggregate(0UL, (sum, receipt) => sum + receipt.GasUsed),
            Transactions = [.. receipts.Select(receipt => receipt.TransactionHash)],
        };
    }

    /// <summary>Runs a request's program and posts the result, with the model's proposer bond.</summary>
    /// <param name="node">Who posts.</param>
    /// <param name="deployment">The contracts.</param>
    /// <param name="requestId">The request, open for results.</param>
    /// <param name="files">Program and model.</param>
    /// <param name="progress">Told of the run from time to time, on the thread that runs it, and of its end.</param>
    /// <param name="cancellationToken">Cancels run and waiting.</param>
    /// <exception cref="NotOnChainException">There is no such request.</exception>
    /// <exception cref="InvalidOperationException">The request is not open, or not of these files.</exception>
    public static async Task<PostedResult> PostResultAsync(
        OpmlNode node, OpmlDeployment deployment, ulong requestId, ModelFiles files, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(files);
        OpmlAccount account = node.AccountAt(deployment);
        var view = new ChainView(model => files.Matches(model) ? files : null);
        foreach (OpmlEvent happened in await account.Contract.GetEventsAsync(deployment.Block, BlockTag.Latest, cancellationToken).ConfigureAwait(false))
            view.Apply(happened);
        if (view.Find(requestId) is not { } request)
            throw new NotOnChainException($"There is no request {requestId} at {deployment.Contract}.");
        if (request.Status != RequestStatus.Open)
            throw new InvalidOperationException($"Request {requestId} is {request.Status}: only an open one takes a result.");
        if (request.Service?.Model is not { } model)
            throw new InvalidOperationException($"Request {requestId} is for a model that is not of these files.");

        byte[] input = request.Input!.ToArray();
        using RunTrace trace = await Task.Run(
            () => new RunTrace(files.Load(input, null), model.StepLimit, Players.Faults.Fault.None, SnapshotPool.None, steps => progress?.Report(new RunProgress(steps, HasEnded: false)), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        progress?.Report(new RunProgress(trace.Steps, HasEnded: true));
        TransactionReceipt receipt = await ResultPost.SendAsync(account, requestId, request.StartState, model, trace, cancellationToken).ConfigureAwait(false);
        return PostedResult.From(deployment, account.Contract.ReadEvents(receipt).OfType<ResultPosted>().Single(), receipt);
    }

    /// <summary>Opens a game against a request's live result, with the model's challenger bond.</summary>
    /// <exception cref="NotOnChainException">There is no such request.</exception>
    /// <exception cref="InvalidOperationException">The request has no result that could be challenged.</exception>
    public static async Task<OpenedChallenge> ChallengeAsync(
        OpmlNode node, OpmlDeployment deployment, ulong requestId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        OpmlAccount account = node.AccountAt(deployment);
        RequestInfo info = await account.Contract.GetRequestAsync(requestId, cancellationToken).ConfigureAwait(false);
        if (info.Status == RequestStatus.None)
            throw new NotOnChainException($"There is no request {requestId} at {deployment.Contract}.");
        if (info.Status != RequestStatus.Posted)
            throw new InvalidOperationException($"Request {requestId} is {info.Status}: only a posted result can be challenged.");
        Model model = await account.Contract.GetModelAsync(info.ModelId, cancellationToken).ConfigureAwait(false);
        Sent<GameId> sent = await account.ChallengeAsync(requestId, info.StateHash, model.ChallengerBond, cancellationToken).ConfigureAwait(false);
        return OpenedChallenge.From(deployment, account.Contract.ReadEvents(sent.Receipt).OfType<GameOpened>().Single(), sent.Receipt);
    }

    /// <summary>Makes a result final whose window is over and that no open game disputes.</summary>
    public static async Task<FinalResult> FinaliseAsync(
        OpmlNode node, OpmlDeployment deployment, ulong requestId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(node);
        OpmlAccount account = node.AccountAt(deployment);
        TransactionReceipt receipt = await account.FinaliseAsync(requestId, cancellationToken).ConfigureAwait(false);
        return FinalResult.From(deployment, account.Contract.ReadEvents(receipt).OfType<ResultFinal>().Single(), receipt);
    }
}
