namespace Opml.Packaging;

/// <summary>Something that a package needs is not there, or not as it must be.</summary>
internal sealed class PackagingException(string message) : Exception(message);
