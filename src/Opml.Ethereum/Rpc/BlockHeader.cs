using System.Text.Json;
using Opml.Ethereum.Rlp;

namespace Opml.Ethereum.Rpc;

/// <summary>A block's header as a node tells it, and the hash that its fields have.</summary>
/// <param name="Block">The part that is used.</param>
/// <param name="LogsBloom">The filter over all logs of the block (yellow paper, section 4.4.3): 256 bytes; null where the node gives none.</param>
/// <param name="Computed">The hash of the fields (yellow paper, section 4.4: the list of them in RLP); null where one is missing or cannot be read.</param>
/// <param name="Form">Which of the fields that forks added are there: headers of one form are hashed alike.</param>
internal sealed record BlockHeader(Block Block, byte[]? LogsBloom, Hash32? Computed, string Form)
{
    private static readonly (string Name, bool IsNumber)[] s_fields =
    [
        ("parentHash", false), ("sha3Uncles", false), ("miner", false), ("stateRoot", false), ("transactionsRoot", false),
        ("receiptsRoot", false), ("logsBloom", false), ("difficulty", true), ("number", true), ("gasLimit", true), ("gasUsed", true),
        ("timestamp", true), ("extraData", false), ("mixHash", false), ("nonce", false),
    ];

    /// <summary>EIP-1559, 4895, 4844, 4788, 7685, in the order in which forks appended them.</summary>
    private static readonly (string Name, bool IsNumber)[] s_added =
    [
        ("baseFeePerGas", true), ("withdrawalsRoot", false), ("blobGasUsed", true), ("excessBlobGas", true),
        ("parentBeaconBlockRoot", false), ("requestsHash", false),
    ];

    /// <summary>Whether the fields have the hash that the node says; null where that cannot be told.</summary>
    public bool? IsProven => Computed is null || Block.Hash is null ? null : Computed == Block.Hash;

    public static BlockHeader Read(JsonElement item)
    {
        var added = s_added.Where(field => item.Optional(field.Name) is not null).ToArray();
        return new BlockHeader(
            ChainJson.ReadBlock(item),
            item.Optional("logsBloom")?.Data("logsBloom"),
            Compute(item, [.. s_fields, .. added]),
            string.Join(",", added.Select(field => field.Name)));
    }

    private static Hash32? Compute(JsonElement item, (string Name, bool IsNumber)[] fields)
    {
        try
        {
            return Keccak256.Hash(RlpItem.List(fields.Select(field => ToItem(item.Field(field.Name), field))).Encode());
        }
        catch (RpcTransportException)
        {
            return null; // a chain of another kind: it may leave out what it has no use for
        }
    }

    private static RlpItem ToItem(JsonElement value, (string Name, bool IsNumber) field) => field.IsNumber
        ? RlpItem.FromInteger(value.Quantity(field.Name))
        : RlpItem.FromBytes(value.Data(field.Name));
}
