namespace Opml.Mips.Insight.Comparison;

/// <summary>A register or memory word before a step and after it.</summary>
/// <param name="Name">The register (or pc, nextPc, hi, lo, heap, status, exitCode), or the word's address.</param>
/// <param name="Before">What it held.</param>
/// <param name="After">What it holds.</param>
public sealed record StateChange(string Name, uint Before, uint After)
{
    /// <summary>Name, and what was written.</summary>
    public override string ToString() => $"{Name} 0x{Before:x8} -> 0x{After:x8}";
}
