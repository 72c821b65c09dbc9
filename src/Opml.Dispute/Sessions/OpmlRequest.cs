using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Players;
using Opml.Ethereum;
using Opml.Mips.State;

namespace Opml.Dispute.Sessions;

/// <summary>A request as it stands on the chain, and its live or final result.</summary>
public sealed record OpmlRequest : IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>Its number, from 1.</summary>
    public required ulong RequestId { get; init; }

    /// <summary>Where it stands.</summary>
    public required RequestStatus Status { get; init; }

    /// <summary>Whether its result can never change again.</summary>
    public required bool IsFinalized { get; init; }

    /// <summary>The model that is asked.</summary>
    public required Hash32 ModelId { get; init; }

    /// <summary>Who asks.</summary>
    public required Address Requester { get; init; }

    /// <summary>Results posted so far.</summary>
    public required uint Attempt { get; init; }

    /// <summary>Games against the live result that have not ended.</summary>
    public required int OpenGames { get; init; }

    /// <summary>Who posted the live or final result; null where there is none.</summary>
    public Address? Proposer { get; init; }

    /// <summary>Its number of steps; null as above.</summary>
    public ulong? Steps { get; init; }

    /// <summary>How its run ended; null as above.</summary>
    public MachineStatus? RunStatus { get; init; }

    /// <summary>The guest's exit code; null as above.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The output; null where there is none.</summary>
    public byte[]? Output { get; init; }

    /// <summary>The input; null unless it was asked for, and while it is not complete.</summary>
    public byte[]? Input { get; init; }

    /// <summary>What the deployment's oracle keeps of it; null where it is not the oracle's.</summary>
    public OracleEntry? Callback { get; init; }

    /// <summary>What a delivery would do now; null as above.</summary>
    public OracleDuty? Due { get; init; }

    /// <summary>Reads a request off the chain.</summary>
    /// <exception cref="NotOnChainException">There is no such request.</exception>
    public static async Task<OpmlRequest> ReadAsync(OpmlDeployment deployment, OpmlContract contract, ulong requestId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(contract);
        RequestInfo info = await contract.GetRequestAsync(requestId, cancellationToken).ConfigureAwait(false);
        if (info.Status == RequestStatus.None)
            throw new NotOnChainException($"There is no request {requestId} at {contract.Address}.");
        bool isOracles = deployment.Oracle is { } oracle && info.Requester == oracle;
        OracleContract? carrier = isOracles ? OpmlNode.OracleOf(deployment, contract.Client) : null;
        bool hasResult = info.Status is RequestStatus.Posted or RequestStatus.Final;
        return new OpmlRequest
        {
            Deployment = deployment,
            RequestId = requestId,
            Status = info.Status,
            IsFinalized = await contract.IsFinalizedAsync(requestId, cancellationToken).ConfigureAwait(false),
            ModelId = info.ModelId,
            Requester = info.Requester,
            Attempt = info.Attempt,
            OpenGames = info.OpenGames,
            Proposer = hasResult ? info.Proposer : null,
            Steps = hasResult ? info.Steps : null,
            RunStatus = hasResult ? (MachineStatus)info.StateHash.ToArray()[0] : null,
            ExitCode = hasResult ? info.ExitCode : null,
            Callback = carrier is null ? null : await carrier.GetEntryAsync(requestId, cancellationToken).ConfigureAwait(false),
            Due = carrier is null ? null : (await carrier.GetDutyAsync(requestId, cancellationToken).ConfigureAwait(false)).Duty,
            Output = info.Succeeded ? await contract.GetOutputAsync(requestId, cancellationToken).ConfigureAwait(false) : null,
        };
    }

    /// <summary>The same with its input, as the chain's events have it.</summary>
    public async Task<OpmlRequest> WithInputAsync(OpmlContract contract, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contract);
        IReadOnlyList<RequestCreated> created = await contract.GetRequestEventsAsync<RequestCreated>(RequestId, Deployment.Block, cancellationToken).ConfigureAwait(false);
        if (created.Count == 0)
            throw new InvalidOperationException($"Request {RequestId} was made before block {Deployment.Block}, from which on this deployment is read: name an earlier block.");
        var input = new RequestInput(created[0].InputLength);
        foreach (InputAdded piece in await contract.GetRequestEventsAsync<InputAdded>(RequestId, Deployment.Block, cancellationToken).ConfigureAwait(false))
            input.Add(piece.Offset, piece.Piece);
        return Status == RequestStatus.Filling ? this : this with { Input = input.ToArray() };
    }
}
