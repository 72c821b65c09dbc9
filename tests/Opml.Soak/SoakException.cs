namespace Opml.Soak;

/// <summary>Something did not end as it should.</summary>
internal sealed class SoakException(string message) : Exception(message);
