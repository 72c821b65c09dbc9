using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>A request that was made.</summary>
public sealed record InferenceRequest : DisputeEvent, IOnDeployment
{
    /// <summary>Where it was made.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>Its number, from 1.</summary>
    public required ulong RequestId { get; init; }

    /// <summary>The model that is asked.</summary>
    public required Hash32 ModelId { get; init; }

    /// <summary>Who asks.</summary>
    public required Address Requester { get; init; }

    /// <summary>Bytes of the input.</summary>
    public required int InputLength { get; init; }

    /// <summary>Hash of the start state, which the contract derived itself.</summary>
    public required Hash32 StartState { get; init; }

    /// <summary>Wei paid for the answer; the oracle's deposits included, where it goes by one.</summary>
    public required BigInteger Fee { get; init; }

    /// <summary>Who is called with the answer; null for nobody.</summary>
    public Address? CallbackContract { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Request;

    /// <inheritdoc/>
    public override string Summary => $"request {RequestId}, {InputLength} bytes of input, start state {Text.Short(StartState)}";
}
