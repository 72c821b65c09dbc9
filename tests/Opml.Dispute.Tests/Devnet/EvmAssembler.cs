using System.Globalization;

namespace Opml.Dispute.Tests.Devnet;

/// <summary>
/// Enough of an assembler for a test contract: an instruction's name, a number in hexadecimal for the PUSH of its length,
/// <c>:name</c> for a jump destination and <c>@name</c> to push one.
/// </summary>
internal static class EvmAssembler
{
    private static readonly Dictionary<string, byte> s_codes = new()
    {
        ["gt"] = 0x11, ["eq"] = 0x14, ["shl"] = 0x1b, ["shr"] = 0x1c, ["caller"] = 0x33, 
        ["calldataload"] = 0x35, ["codecopy"] = 0x39, ["mstore"] = 0x52, ["sload"] = 0x54, ["sstore"] = 0x55,
        ["jumpi"] = 0x57, ["dup1"] = 0x80, ["dup2"] = 0x81, ["log2"] = 0xa2,
        ["return"] = 0xf3, ["revert"] = 0xfd, ["invalid"] = 0xfe,
    };

    public static byte[] Assemble(string source)
    {
        var code = new List<byte>();
        var labels = new Dictionary<string, int>();
        var uses = new List<(int Position, string Label)>();
        foreach (var token in source.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (token[0] == ':')
            {
                labels[token[1..]] = code.Count;
                code.Add(0x5b); // JUMPDEST
            }
            else if (token[0] == '@')
            {
                uses.Add((code.Count + 1, token[1..]));
                code.AddRange([0x61, 0, 0]); // PUSH2
            }
            else if (s_codes.TryGetValue(token, out var operation))
            {
                code.Add(operation);
            }
            else
            {
                var bytes = Convert.FromHexString(token);
                code.Add((byte)(0x5f + bytes.Length));
                code.AddRange(bytes);
            }
        }

        foreach (var (position, label) in uses)
            (code[position], code[position + 1]) = ((byte)(labels[label] >> 8), (byte)labels[label]);
        return [.. code];
    }

    /// <summary>Creation code that returns the code given.</summary>
    public static byte[] Creation(byte[] runtime)
    {
        var length = runtime.Length.ToString("x4", CultureInfo.InvariantCulture);
        return [.. Assemble($"{length} dup1 000d 00 codecopy 00 return"), .. runtime];
    }
}
