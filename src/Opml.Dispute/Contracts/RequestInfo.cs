using Opml.Ethereum;

namespace Opml.Dispute.Contracts;

/// <summary>What the contract knows of a request and its live or final result.</summary>
/// <param name="Status">Where it stands; the fields from <paramref name="OpenGames"/> on count while Posted or Final.</param>
/// <param name="ModelId">The model's key.</param>
/// <param name="Requester">Who asked.</param>
/// <param name="InputLength">Bytes of the input.</param>
/// <param name="Received">Bytes that have come, of an input in pieces.</param>
/// <param name="StartState">Hash of the state in which the run starts.</param>
/// <param name="Since">Time of the last opening or posting, in seconds: windows and deadlines count from it.</param>
/// <param name="Attempt">Number of results posted so far.</param>
/// <param name="OpenGames">Games against the live result that have not ended.</param>
/// <param name="Proposer">Who posted the result.</param>
/// <param name="Steps">N, the number of steps of the run.</param>
/// <param name="StateHash">Hash of the last state, its status in the first byte.</param>
/// <param name="ExitCode">The run's exit code.</param>
/// <param name="Succeeded">Whether there is an output.</param>
public sealed record RequestInfo(
    RequestStatus Status,
    Hash32 ModelId,
    Address Requester,
    uint InputLength,
    uint Received,
    Hash32 StartState,
    ulong Since,
    uint Attempt,
    int OpenGames,
    Address Proposer,
    ulong Steps,
    Hash32 StateHash,
    byte ExitCode,
    bool Succeeded);
