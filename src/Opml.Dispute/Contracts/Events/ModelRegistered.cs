using Opml.Ethereum;

namespace Opml.Dispute.Contracts.Events;

/// <summary>A model is there for everyone to use.</summary>
/// <param name="ModelId">The model's key.</param>
/// <param name="Model">What it is, and its terms.</param>
public sealed record ModelRegistered(Hash32 ModelId, Model Model) : OpmlEvent;
