using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Rpc;

namespace Opml.Dispute.Players;

/// <summary>
/// Reads the contract's events into a player's store and its view, from where it stopped, or where another process that shares the
/// store has come to. It notices when the chain was reorganised, and goes back to the last block that still stands.
/// </summary>
internal sealed class ChainFollower
{
    private const ulong MostBlocks = 2000;

    private readonly OpmlContract _contract;
    private readonly IChainIndex _index;
    private readonly ulong _fromBlock;
    private readonly Func<Model, ModelFiles?> _serve;
    private readonly Action<string> _log;
    private BlockMark? _cursor;
    private ulong _span = MostBlocks;
    private bool _isCurrent;
    private bool _wasBehind;

    public ChainFollower(OpmlContract contract, IChainIndex index, ulong fromBlock, Func<Model, ModelFiles?> serve, Action<string> log)
    {
        _contract = contract;
        _index = index;
        _fromBlock = fromBlock;
        _serve = serve;
        _log = log;
        View = new ChainView(serve);
    }

    /// <summary>What the events make; nothing before the first <see cref="SyncAsync"/>.</summary>
    public ChainView View { get; private set; }

    /// <summary>The chain's clock: the latest block's time, in seconds.</summary>
    public ulong Now { get; private set; }

    /// <summary>The last block that was read.</summary>
    public ulong Height => _cursor?.Number ?? 0;

    private ulong Next => _cursor is { } cursor ? cursor.Number + 1 : _fromBlock;

    /// <summary>The last block that was read, with its hash; null before the first.</summary>
    public BlockMark? Cursor => _cursor;

    /// <summary>How often the chain was found reorganised.</summary>
    public int Rewinds { get; private set; }

    /// <summary>Grows with every change of the view.</summary>
    public ulong Changes { get; private set; } = 1;

    /// <summary>Brings the view up to the head of the chain.</summary>
    /// <returns>False when the node is behind what was read already: what it says is old.</returns>
    /// <exception cref="EthereumException">The node does not answer.</exception>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<bool> SyncAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await CatchUpAsync(cancellationToken).ConfigureAwait(false);
            BlockMark head = await HeadAsync(cancellationToken).ConfigureAwait(false);
            if (head == _cursor) return true;
            Standing standing = await StandingAsync(head, cancellationToken).ConfigureAwait(false);
            if (standing == Standing.NodeIsBehind) return false;
            if (standing == Standing.Stands && await ReadToAsync(head, cancellationToken).ConfigureAwait(false)) return true;
            // The index is not what it was, by this process or another.
        }
    }

    private async Task<BlockMark> HeadAsync(CancellationToken cancellationToken)
    {
        Block? block = await _contract.Client.GetBlockAsync(BlockTag.Latest, cancellationToken).ConfigureAwait(false);
        if (block?.Hash is not { } hash) throw new EthereumException("The node has no latest block.");
        Now = block.Timestamp;
        return new BlockMark(block.Number, hash);
    }

    /// <summary>Brings the view to where the index is: on from what it has, or anew where that does not stand any more.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        bool goesOn = _isCurrent;
        if (goesOn && await _index.GetCursorAsync(cancellationToken).ConfigureAwait(false) == _cursor) return;
        _isCurrent = false;
        ChainView view = goesOn ? View : new ChainView(_serve);
        IndexReading? reading = null;
        if (goesOn && _cursor is not null)
        {
            reading = await _index.ReadAsync(_cursor, log => Apply(view, log), cancellationToken).ConfigureAwait(false);
            if (reading is null) Rewinds++;
        }
        if (reading is null)
        {
            view = new ChainView(_serve);
            reading = await _index.ReadAsync(null, log => Apply(view, log), cancellationToken).ConfigureAwait(false);
        }
        View = view;
        _cursor = reading!.Cursor;
        _isCurrent = true;
        Changes++;
    }

    /// <summary>Checks what was read against the chain, and goes back where the chain did.</summary>
    private async Task<Standing> StandingAsync(BlockMark head, CancellationToken cancellationToken)
    {
        if (_cursor is null) return Standing.Stands;
        BlockMark? mark = await _index.FindMarkAsync(head.Number, cancellationToken).ConfigureAwait(false);
        if (mark is { } newer && newer.Number > Height) return Standing.Moved;
        bool isNewest = mark == _cursor;
        bool changed = false;
        while (mark is { } known && await HashAsync(known.Number, head, cancellationToken).ConfigureAwait(false) != known.Hash)
        {
            changed = true;
            mark = known.Number == 0 ? null : await _index.FindMarkAsync(known.Number - 1, cancellationToken).ConfigureAwait(false);
        }
        if (!changed && !isNewest)
        {
            if (!_wasBehind) _log($"waits: the node is at block {head.Number}, and block {Height} was seen");
            _wasBehind = true;
            return Standing.NodeIsBehind;
        }
        _wasBehind = false;
        if (!changed) return Standing.Stands;

        if (await _index.RewindAsync(_cursor, mark, cancellationToken).ConfigureAwait(false))
            _log($"goes back from block {Height} to {mark?.Number ?? _fromBlock}: the chain was reorganised");
        return Standing.Moved;
    }

    private async Task<Hash32?> HashAsync(ulong number, BlockMark head, CancellationToken cancellationToken)
    {
        if (number == head.Number) return head.Hash;
        Block? block = await _contract.Client.GetBlockAsync(number, cancellationToken).ConfigureAwait(false);
        return block is null ? throw new EthereumException($"The node has a block {head.Number} and no block {number}.") : block.Hash;
    }

    /// <returns>False where another process was faster.</returns>
    private async Task<bool> ReadToAsync(BlockMark head, CancellationToken cancellationToken)
    {
        while (Next <= head.Number)
            if (!await ReadAsync(Next, head, cancellationToken).ConfigureAwait(false)) return false;
        return true;
    }

    private async Task<bool> ReadAsync(ulong next, BlockMark head, CancellationToken cancellationToken)
    {
        ulong last = head.Number - next < _span ? head.Number : next + _span - 1;
        IReadOnlyList<Log> logs;
        try
        {
            var filter = new LogFilter { Addresses = [_contract.Address], FromBlock = next, ToBlock = last };
            logs = await _contract.Client.GetLogsAsync(filter, cancellationToken).ConfigureAwait(false);
        }
        catch (EthereumException exception) when (last > next && exception is RpcException or RpcTransportException { IsTransient: false })
        {
            // Nodes refuse answers that are too large, each with words of its own.
            _span = Math.Max(1, (last - next + 1) / 2);
            return true;
        }
        _span = Math.Min(MostBlocks, _span * 2);

        Log[] ours = [.. logs
            .Where(log => log.Address == _contract.Address && !log.Removed && log.BlockNumber >= next && log.BlockNumber <= last)
            .DistinctBy(log => (log.BlockNumber, log.LogIndex))
            .OrderBy(log => log.BlockNumber)
            .ThenBy(log => log.LogIndex)];
        Hash32? hash = await HashAsync(last, head, cancellationToken).ConfigureAwait(false);
        var mark = new BlockMark(last, hash!.Value);
        if (!await _index.AppendAsync(ours, _cursor, mark, cancellationToken).ConfigureAwait(false)) return false;
        _cursor = mark;
        foreach (Log log in ours) Apply(View, log);
        if (ours.Length > 0) Changes++;
        return true;
    }

    private void Apply(ChainView view, Log log)
    {
        try
        {
            if (ContractArtifacts.Opml.Abi.DecodeLog(log) is not { } decoded) return;
            foreach (OpmlEvent happened in EventReader.Read([decoded])) view.Apply(happened);
        }
        catch (AbiException exception)
        {
            _log($"passes over a log that is not Opml's, in transaction {log.TransactionHash}: {exception.Message}");
        }
    }

    private enum Standing
    {
        Stands,
        NodeIsBehind,
        Moved,
    }
}
