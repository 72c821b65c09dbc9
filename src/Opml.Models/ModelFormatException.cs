namespace Opml.Models;

/// <summary>
/// A model or data file is not what it should be. The message says which file and entry, what is wrong with it and
/// what to do about it.
/// </summary>
public sealed class ModelFormatException : FormatException
{
    /// <summary>Makes the exception with a general message.</summary>
    public ModelFormatException()
        : this("The file is not in a known format.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public ModelFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception around another.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">What was caught.</param>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
