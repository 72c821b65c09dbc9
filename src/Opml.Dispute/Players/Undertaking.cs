using Opml.Dispute.Contracts;

namespace Opml.Dispute.Players;

/// <summary>Something that costs a bond, and must then be seen through to its end.</summary>
/// <param name="Kind">A result or a challenge.</param>
/// <param name="RequestId">The request that it is about.</param>
/// <param name="Model">The model, with its terms.</param>
/// <param name="Steps">N, the steps of the run; null before it was run.</param>
public sealed record Undertaking(UndertakingKind Kind, ulong RequestId, Model Model, ulong? Steps);
