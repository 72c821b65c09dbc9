namespace Opml.Help.Surface;

/// <summary>A parameter's part in one parameter set.</summary>
/// <param name="IsMandatory">Whether it must be given.</param>
/// <param name="Position">Its place without a name, from 0; null where it must be named.</param>
/// <param name="ByValue">Whether it takes objects of the pipeline.</param>
/// <param name="ByPropertyName">Whether it takes a property of such objects.</param>
internal sealed record ParameterPlace(bool IsMandatory, int? Position, bool ByValue, bool ByPropertyName);
