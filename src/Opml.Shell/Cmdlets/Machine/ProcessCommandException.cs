// The namespace is pwsh's: scripts name this type.
namespace Microsoft.PowerShell.Commands;

/// <summary>A process that was asked for could not be found or stopped.</summary>
/// <param name="message">What went wrong.</param>
public class ProcessCommandException(string message) : SystemException(message);
