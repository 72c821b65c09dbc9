using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>A request that was taken back.</summary>
public sealed record RevokedRequest : DisputeEvent, IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>The request.</summary>
    public required ulong RequestId { get; init; }

    /// <summary>Who can withdraw what it had paid.</summary>
    public required Address Account { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.TakenBack;

    /// <inheritdoc/>
    public override string Summary => $"request {RequestId} is taken back for {Text.Short(Account)}";
}
