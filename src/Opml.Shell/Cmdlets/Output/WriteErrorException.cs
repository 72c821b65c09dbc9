// The namespace is pwsh's: scripts and error ids name this type.
namespace Microsoft.PowerShell.Commands;

/// <summary>The exception behind Write-Error's records when none is given.</summary>
public class WriteErrorException : SystemException
{
    /// <summary>An exception with pwsh's text for an error without one.</summary>
    public WriteErrorException()
        : this(null)
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">The message; null for the default text.</param>
    public WriteErrorException(string? message)
        : base(message ?? "The Write-Error cmdlet reported an error.")
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public WriteErrorException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
