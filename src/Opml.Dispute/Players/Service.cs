using Opml.Dispute.Contracts;

namespace Opml.Dispute.Players;

/// <summary>A registered model that a player works for.</summary>
/// <param name="Model">Its terms.</param>
/// <param name="Files">The files that it is made of.</param>
internal sealed record Service(Model Model, ModelFiles Files);
