namespace Opml.Mips.Isa;

/// <summary>The manual's mnemonics, in small letters.</summary>
public static class Mnemonics
{
    private static readonly string[] s_names = [.. Enum.GetNames<Opcode>().Select(name => name.ToLowerInvariant())];

    /// <summary>The mnemonic of an operation; <c>reserved</c> for what the machine does not execute.</summary>
    public static string Of(Opcode opcode) => s_names[(int)opcode];
}
