using System.Collections.Immutable;
using System.Globalization;
using Opml.Ethereum;
using Opml.Ethereum.Rpc;

namespace Opml.Dispute.Devnet;

/// <summary>
/// A local Ethereum node, anvil, on a free port of 127.0.0.1. It ends when it is disposed, and when this process ends,
/// killed or not.
/// </summary>
public sealed class AnvilDevnet : IAsyncDisposable
{
    private readonly OwnedProcess _process;

    private AnvilDevnet(OwnedProcess process, string scratchFolder, int processId, Uri rpcUrl, ulong chainId, IReadOnlyList<DevnetAccount> accounts)
    {
        _process = process;
        ScratchFolder = scratchFolder;
        ProcessId = processId;
        RpcUrl = rpcUrl;
        ChainId = chainId;
        Accounts = [.. accounts];
    }

    /// <summary>A folder for files that go with the node: removed when it ends, and when this process is killed.</summary>
    public string ScratchFolder { get; }

    /// <summary>The address for JSON-RPC.</summary>
    public Uri RpcUrl { get; }

    /// <summary>The id of the anvil process.</summary>
    public int ProcessId { get; }

    /// <summary>The chain's number.</summary>
    public ulong ChainId { get; }

    /// <summary>The accounts, with ether at hand.</summary>
    public ImmutableArray<DevnetAccount> Accounts { get; }

    /// <summary>Completes when the node has ended, for whatever reason.</summary>
    public Task Ended => _process.Ended;

    /// <summary>Starts a node and waits until it answers. When that fails or is cancelled, nothing is left running.</summary>
    /// <exception cref="DevnetException">anvil is not there, does not start or does not answer in time.</exception>
    public static async Task<AnvilDevnet> StartAsync(DevnetOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DevnetOptions();
        cancellationToken.ThrowIfCancellationRequested();
        var scratchFolder = Path.Combine(Path.GetTempPath(), $"opml-devnet-{Guid.NewGuid():n}");
        var arguments = Arguments(options, scratchFolder);
        var program = AnvilProgram.Find(options.AnvilPath, options.SearchFolder);

        var output = new AnvilOutput();
        var processId = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = OwnedProcess.Start(program, arguments, scratchFolder, output.Read, id => processId.TrySetResult(id));
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(options.StartTimeout);
            var port = await PortAsync(process, output, deadline.Token).ConfigureAwait(false);
            var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
            await ConfirmAsync(url, options.ChainId, deadline.Token).ConfigureAwait(false);
            var id = await processId.Task.WaitAsync(deadline.Token).ConfigureAwait(false);
            return new AnvilDevnet(process, scratchFolder, id, url, options.ChainId, output.Accounts);
        }
        catch (Exception error)
        {
            await process.DisposeAsync().ConfigureAwait(false);
            if (error is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new DevnetException($"anvil was not ready within {options.StartTimeout.TotalSeconds:0.###} seconds. It printed:\n{output.Tail}", error);
            if (error is EthereumException)
                throw new DevnetException($"anvil listens and does not answer as it should. {error.Message} It printed:\n{output.Tail}", error);
            throw;
        }
    }

    /// <summary>A new client of the node, for the caller to dispose.</summary>
    public HttpEthereumClient CreateClient() => new(RpcUrl);

    /// <summary>Moves the chain's clock on and makes a block there.</summary>
    public async Task AdvanceTimeAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        using var client = CreateClient();
        await client.Rpc.InvokeAsync("evm_increaseTime", [(long)Math.Ceiling(time.TotalSeconds)], cancellationToken).ConfigureAwait(false);
        await client.Rpc.InvokeAsync("evm_mine", [], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes empty blocks.</summary>
    public async Task MineAsync(int blocks = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocks);
        using var client = CreateClient();
        await client.Rpc.InvokeAsync("anvil_mine", [Hex.FormatQuantity(blocks)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the node and waits until it is gone.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<int> PortAsync(OwnedProcess process, AnvilOutput output, CancellationToken cancellationToken)
    {
        await Task.WhenAny(output.Port, process.Ended).WaitAsync(cancellationToken).ConfigureAwait(false);
        return output.Port.IsCompleted
            ? await output.Port.ConfigureAwait(false)
            : throw new DevnetException($"anvil ended before it was ready. It printed:\n{output.Tail}");
    }

    /// <summary>Makes sure that it is our chain that answers, and stops anvil from printing a line for each question.</summary>
    private static async Task ConfirmAsync(Uri url, ulong chainId, CancellationToken cancellationToken)
    {
        using var client = new HttpEthereumClient(url);
        var answered = await client.GetChainIdAsync(cancellationToken).ConfigureAwait(false);
        if (answered != chainId)
            throw new DevnetException($"The node at {url} is of chain {answered} instead of {chainId}.");
        await client.Rpc.InvokeAsync("anvil_setLoggingEnabled", [false], cancellationToken).ConfigureAwait(false);
    }

    private static List<string> Arguments(DevnetOptions options, string scratchFolder)
    {
        if (options.AccountCount is < 1 or > 1000)
            throw new DevnetException($"A local node has 1 to 1000 accounts, not {options.AccountCount}.");

        List<string> arguments =
        [
            "--host", "127.0.0.1",
            "--port", "0",
            "--color", "never",
            "--chain-id", Text(options.ChainId),
            "--accounts", Text(options.AccountCount),
            "--balance", Text(options.Balance),
            "--mnemonic", options.Mnemonic,
            "--cache-path", scratchFolder,
        ];
        if (options.BlockTime is { } blockTime)
        {
            if (blockTime < TimeSpan.FromSeconds(1) || blockTime.Ticks % TimeSpan.TicksPerSecond != 0)
                throw new DevnetException($"The time between blocks is in whole seconds, at least one, not {blockTime}.");
            arguments.AddRange(["--block-time", Text((long)blockTime.TotalSeconds)]);
        }

        if (options.Hardfork is { } hardfork)
            arguments.AddRange(["--hardfork", hardfork]);
        if (options.BlockGasLimit is { } gasLimit)
            arguments.AddRange(["--gas-limit", Text(gasLimit)]);
        return arguments;
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
