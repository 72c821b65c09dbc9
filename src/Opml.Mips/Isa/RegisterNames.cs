namespace Opml.Mips.Isa;

/// <summary>Names of the general registers in the o32 calling convention (System V ABI, MIPS supplement, 3rd ed., figure 3-18).</summary>
public static class RegisterNames
{
    private static readonly string[] s_names =
    [
        "zero", "at", "v0", "v1", "a0", "a1", "a2", "a3", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7",
        "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "t8", "t9", "k0", "k1", "gp", "sp", "s8", "ra",
    ];

    /// <summary>The name, without a dollar sign, of register 0 to 31.</summary>
    public static string Of(int register) => s_names[register];

    /// <summary>The register of a name, with or without a dollar sign; <c>fp</c> is s8. Null for what names none.</summary>
    public static int? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = name.TrimStart('$');
        int register = Array.IndexOf(s_names, name is "fp" ? "s8" : name);
        return register < 0 ? null : register;
    }
}
