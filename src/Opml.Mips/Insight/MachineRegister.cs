namespace Opml.Mips.Insight;

/// <summary>A register at some step.</summary>
/// <param name="Name">Its o32 name, or hi, lo.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Location">The symbol that the value points into; null where it points into none.</param>
public sealed record MachineRegister(string Name, uint Value, string? Location)
{
    /// <summary>The value as a signed number.</summary>
    public int Signed => (int)Value;

    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name} 0x{Value:x8}";
}
