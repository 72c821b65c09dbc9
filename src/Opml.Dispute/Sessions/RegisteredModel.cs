using Opml.Dispute.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>A model that requests can name.</summary>
public sealed record RegisteredModel : DisputeEvent, IOnDeployment
{
    /// <summary>Where it is registered.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>Its key: the hash of all that <see cref="Registration"/> says.</summary>
    public required Hash32 ModelId { get; init; }

    /// <summary>Hashes of the files, golden root, and terms.</summary>
    public required Model Registration { get; init; }

    /// <summary>Whether it was there before.</summary>
    public bool AlreadyRegistered { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Register;

    /// <inheritdoc/>
    public override string Summary => $"model {Text.Short(ModelId)}, golden root {Text.Short(Registration.GoldenRoot)}";
}
