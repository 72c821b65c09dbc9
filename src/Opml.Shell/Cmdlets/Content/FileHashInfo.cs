// The namespace is pwsh's: views and scripts name this type.
namespace Microsoft.PowerShell.Commands;

/// <summary>What Get-FileHash gives.</summary>
public sealed record FileHashInfo
{
    /// <summary>The algorithm's name, in capitals.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The hash in capital hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The file's full path; null for a stream.</summary>
    public required string? Path { get; init; }
}
