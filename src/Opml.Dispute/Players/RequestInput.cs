namespace Opml.Dispute.Players;

/// <summary>
/// A request's input as it comes, piece by piece. It takes the memory that the pieces do, whatever length was announced.
/// </summary>
internal sealed class RequestInput(uint length)
{
    private readonly List<byte[]> _pieces = [];
    private long _received;

    /// <summary>Adds the next piece; one that does not follow the last, or passes the end, is not the contract's and is dropped.</summary>
    public void Add(uint offset, byte[] piece)
    {
        if (offset != _received || _received + piece.Length > length) return;
        _pieces.Add(piece);
        _received += piece.Length;
    }

    /// <summary>The whole input.</summary>
    /// <exception cref="InvalidOperationException">It is not complete.</exception>
    public byte[] ToArray() => _received == length
        ? [.. _pieces.SelectMany(piece => piece)]
        : throw new InvalidOperationException($"The input has {_received} of its {length} bytes.");
}
