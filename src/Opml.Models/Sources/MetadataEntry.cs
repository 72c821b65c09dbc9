namespace Opml.Models.Sources;

/// <summary>A pair of a model file's metadata.</summary>
/// <param name="Key">The name, like <c>general.name</c>.</param>
/// <param name="Value">
/// A <see cref="string"/>, <see cref="bool"/>, <see cref="float"/>, <see cref="double"/> or integer of 8 to 64 bits, or
/// an array of one of these.
/// </param>
public sealed record MetadataEntry(string Key, object Value);
