namespace Opml.Dispute.Contracts;

/// <summary>
/// The 32-byte hash of a node of a memory tree, or the leaf itself at height 0. Memory is a tree of height 27 over
/// 32-byte leaves; <paramref name="index"/> counts the nodes of one height from address 0.
/// </summary>
public delegate byte[] MemoryNode(int height, uint index);
