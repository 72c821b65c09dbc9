using Opml.Dispute.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>What the contract's events tell of a request.</summary>
internal sealed class RequestEntry(ulong id, Hash32 modelId, uint inputLength)
{
    private readonly byte[] _input = new byte[inputLength];
    private uint _received;

    public ulong Id { get; } = id;

    public Hash32 ModelId { get; } = modelId;

    public RequestStatus Status { get; set; } = RequestStatus.Filling;

    public Hash32 StartState { get; set; }

    /// <summary>The result that can be challenged, or is final; null where there is none.</summary>
    public ResultEntry? Result { get; set; }

    public ReadOnlyMemory<byte> Input => _received == _input.Length
        ? _input
        : throw new InvalidOperationException($"Request {Id} has {_received} of {_input.Length} bytes of its input.");

    public void AddInput(uint offset, byte[] piece)
    {
        piece.CopyTo(_input, offset);
        _received += (uint)piece.Length;
    }
}
