using System.Numerics;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Accounts;

namespace Opml.Ethereum.Contracts;

/// <summary>A contract on chain, called by the names in its ABI. Reverts carry its custom errors by name and value.</summary>
/// <param name="client">The node.</param>
/// <param name="address">Where the contract is.</param>
/// <param name="abi">What it offers.</param>
public sealed class Contract(IEthereumClient client, Address address, ContractAbi abi)
{
    /// <summary>The node.</summary>
    public IEthereumClient Client { get; } = client;

    /// <summary>Where the contract is.</summary>
    public Address Address { get; } = address;

    /// <summary>What it offers.</summary>
    public ContractAbi Abi { get; } = abi;

    /// <summary>Creates a contract and waits until it is there.</summary>
    /// <exception cref="AbiException">The artifact has no code, or the arguments do not fit the constructor.</exception>
    /// <exception cref="RevertException">The constructor reverted.</exception>
    public static async Task<DeployedContract> DeployAsync(
        TransactionSender sender,
        ContractArtifact artifact,
        IReadOnlyList<object?>? arguments = null,
        BigInteger value = default,
        CancellationToken cancellationToken = default)
    {
        if (artifact.Bytecode.Length == 0)
            throw new AbiException($"{artifact.Name} has no code to deploy: it is an interface or abstract.");

        var request = new TransactionRequest
        {
            Data = AbiEncoder.Encode(artifact.Abi.ConstructorInputs, arguments ?? [], artifact.Bytecode),
            Value = value,
            Abi = artifact.Abi,
            Label = $"The constructor of {artifact.Name}",
        };
        var receipt = await sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var address = receipt.ContractAddress
            ?? throw new EthereumException($"The receipt of {receipt.TransactionHash} names no contract.");
        return new DeployedContract(new Contract(sender.Client, address, artifact.Abi), receipt);
    }

    /// <summary>Runs a function on a block's state, without a transaction, and returns what it returns.</summary>
    /// <exception cref="RevertException">It reverted.</exception>
    public Task<AbiValues> CallAsync(string function, params object?[] arguments) => CallAsync(function, arguments, new CallOptions());

    /// <summary>As <see cref="CallAsync(string, object[])"/>, on another block's state or from an account.</summary>
    /// <exception cref="RevertException">It reverted.</exception>
    public async Task<AbiValues> CallAsync(
        string function, IReadOnlyList<object?> arguments, CallOptions options, CancellationToken cancellationToken = default)
    {
        var called = Abi.Function(function, arguments.Count);
        var request = new CallRequest
        {
            From = options.From,
            To = Address,
            Data = called.EncodeCall(arguments),
            Value = options.Value,
            Gas = options.Gas,
        };
        try
        {
            var output = await Client.CallAsync(request, options.Block, cancellationToken).ConfigureAwait(false);
            return called.DecodeOutput(output);
        }
        catch (RevertException error)
        {
            throw new RevertException(called.Name, Revert.Decode(error.Revert.Data, Abi), error);
        }
    }

    /// <summary>Runs a function that returns one value, and reads that as a type (see <see cref="AbiValues.Get{T}(int)"/>).</summary>
    /// <exception cref="RevertException">It reverted.</exception>
    public async Task<T> CallAsync<T>(string function, params object?[] arguments) =>
        (await CallAsync(function, arguments, new CallOptions()).ConfigureAwait(false)).Get<T>(0);

    /// <summary>As <see cref="CallAsync{T}(string, object[])"/>, on another block's state or from an account.</summary>
    /// <exception cref="RevertException">It reverted.</exception>
    public async Task<T> CallAsync<T>(
        string function, IReadOnlyList<object?> arguments, CallOptions options, CancellationToken cancellationToken = default) =>
        (await CallAsync(function, arguments, options, cancellationToken).ConfigureAwait(false)).Get<T>(0);

    /// <summary>Sends a transaction to a function and waits for its receipt.</summary>
    /// <exception cref="RevertException">It reverted: at the estimate, or, as a <see cref="TransactionRevertedException"/>, on chain.</exception>
    public Task<TransactionReceipt> SendAsync(TransactionSender sender, string function, params object?[] arguments) =>
        sender.SendAsync(Request(function, arguments));

    /// <summary>As <see cref="SendAsync(TransactionSender, string, object[])"/>, with ether, a gas limit or a cancellation.</summary>
    /// <exception cref="RevertException">It reverted: at the estimate, or, as a <see cref="TransactionRevertedException"/>, on chain.</exception>
    public Task<TransactionReceipt> SendAsync(
        TransactionSender sender,
        string function,
        IReadOnlyList<object?> arguments,
        BigInteger value = default,
        ulong? gasLimit = null,
        CancellationToken cancellationToken = default) =>
        sender.SendAsync(Request(function, arguments, value, gasLimit), cancellationToken);

    /// <summary>The transaction that calls a function, not sent yet.</summary>
    /// <exception cref="AbiException">There is no such function, its arguments do not fit, or it takes no ether and some is given.</exception>
    public TransactionRequest Request(string function, IReadOnlyList<object?> arguments, BigInteger value = default, ulong? gasLimit = null)
    {
        var called = Abi.Function(function, arguments.Count);
        if (!value.IsZero && called.Mutability != StateMutability.Payable)
            throw new AbiException($"{called.Signature} is not payable, and {value} wei are given.");

        return new TransactionRequest
        {
            To = Address,
            Data = called.EncodeCall(arguments),
            Value = value,
            GasLimit = gasLimit,
            Abi = Abi,
            Label = called.Name,
        };
    }

    /// <summary>The contract's events among a receipt's logs, in order; other contracts' logs are passed over.</summary>
    public IReadOnlyList<DecodedEvent> ReadEvents(TransactionReceipt receipt) => Decode(receipt.Logs);

    /// <summary>The contract's events in a range of blocks, oldest first; both ends belong to it.</summary>
    public Task<IReadOnlyList<DecodedEvent>> GetEventsAsync(BlockTag from, BlockTag to, CancellationToken cancellationToken = default) =>
        GetEventsAsync(new LogFilter { FromBlock = from, ToBlock = to }, cancellationToken);

    /// <summary>The events of one name in a range of blocks, oldest first, whose indexed fields have these values; null matches anything.</summary>
    public Task<IReadOnlyList<DecodedEvent>> GetEventsAsync(
        string eventName,
        BlockTag from,
        BlockTag to,
        IReadOnlyList<object?>? indexed = null,
        CancellationToken cancellationToken = default) =>
        GetEventsAsync(new LogFilter { FromBlock = from, ToBlock = to, Topics = Abi.Event(eventName).EncodeTopics(indexed ?? []) }, cancellationToken);

    private async Task<IReadOnlyList<DecodedEvent>> GetEventsAsync(LogFilter filter, CancellationToken cancellationToken) =>
        Decode(await Client.GetLogsAsync(filter with { Addresses = [Address] }, cancellationToken).ConfigureAwait(false));

    private DecodedEvent[] Decode(IEnumerable<Log> logs) =>
        [.. logs.Where(log => log.Address == Address).Select(Abi.DecodeLog).OfType<DecodedEvent>()];
}
