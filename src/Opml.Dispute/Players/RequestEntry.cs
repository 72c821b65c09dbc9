using Opml.Dispute.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Players;

/// <summary>What the contract's events tell of a request. A new one for every change, so that work under way has its own.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Service">The model and its files; null where the player has nothing to do with it.</param>
internal sealed record RequestEntry(ulong Id, Service? Service)
{
    public RequestStatus Status { get; init; } = RequestStatus.Filling;

    /// <summary>Kept while the request can be run, for models that the player serves.</summary>
    public RequestInput? Input { get; init; }

    public Hash32 StartState { get; init; }

    /// <summary>The result that can be challenged; null where there is none.</summary>
    public ResultEntry? Result { get; init; }

    /// <summary>Results posted so far.</summary>
    public uint Attempts { get; init; }

    /// <summary>Whether a result can be posted or challenged.</summary>
    public bool IsLive => Status is RequestStatus.Open or RequestStatus.Posted;
}
