using Opml.Ethereum;

namespace Opml.Dispute.Store;

/// <summary>A block by number and hash, so that a reorganisation of the chain shows.</summary>
/// <param name="Number">The height.</param>
/// <param name="Hash">The hash.</param>
public readonly record struct BlockMark(ulong Number, Hash32 Hash);
