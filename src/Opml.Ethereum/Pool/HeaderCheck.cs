using System.Collections.Concurrent;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>
/// Headers, checked against their own hash where the chain hashes headers as Ethereum does: it is known to, for headers of one
/// form, once one of them was seen to have the hash that its fields make. Other chains' headers are taken as they are. Proven ones are
/// kept for a while, by their hashes: whoever told them, they are true.
/// </summary>
internal sealed class HeaderCheck
{
    private const int Kept = 256;

    private readonly ConcurrentDictionary<string, bool> _provenForms = new();
    private readonly ConcurrentDictionary<Hash32, BlockHeader> _proven = new();
    private readonly ConcurrentQueue<Hash32> _order = new();

    /// <summary>A header that was proven before; null where it is not kept.</summary>
    public BlockHeader? Find(Hash32 hash) => _proven.GetValueOrDefault(hash);

    /// <summary>The header, or null where the endpoint has no such block.</summary>
    /// <exception cref="LieException">It is another block's, or has not the hash that it says.</exception>
    public async Task<BlockHeader?> GetAsync(HttpEthereumClient client, BlockTag tag, CancellationToken cancellationToken)
    {
        var header = await client.GetHeaderAsync(tag, cancellationToken).ConfigureAwait(false);
        if (header is null)
            return null;

        if (tag.BlockNumber is { } number && header.Block.Number != number)
            throw new LieException($"it answers with block {header.Block.Number} where block {number} is asked for");
        if (header.IsProven == true)
            Keep(header);
        else if (header.IsProven == false && _provenForms.ContainsKey(header.Form))
            throw new LieException($"the fields of block {header.Block.Number} do not have the hash that it says, {header.Block.Hash}");
        return header;
    }

    private void Keep(BlockHeader header)
    {
        _provenForms.TryAdd(header.Form, true);
        var hash = header.Computed!.Value;
        if (!_proven.TryAdd(hash, header))
            return;
        _order.Enqueue(hash);
        while (_order.Count > Kept && _order.TryDequeue(out var oldest))
            _proven.TryRemove(oldest, out _);
    }
}
