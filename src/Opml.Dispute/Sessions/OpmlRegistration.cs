using Opml.Dispute.Contracts;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>A model as the chain knows it.</summary>
public sealed record OpmlRegistration : IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>Its key.</summary>
    public required Hash32 ModelId { get; init; }

    /// <summary>Hashes of the files, golden root, and terms.</summary>
    public required Model Registration { get; init; }

    /// <summary>The block in which it was registered.</summary>
    public required ulong Block { get; init; }

    /// <summary>The numbers that stand for it in the deployment's oracle.</summary>
    public required ulong[] Numbers { get; init; }
}
