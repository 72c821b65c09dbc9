namespace Opml.Models.Training;

/// <summary>A training engine, or a device of it, cannot be used here.</summary>
/// <param name="message">Why, and what to do.</param>
/// <param name="inner">What the system said, or null.</param>
public sealed class EngineUnavailableException(string message, Exception? inner = null) : PlatformNotSupportedException(message, inner);
