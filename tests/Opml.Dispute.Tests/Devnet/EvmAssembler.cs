using System.Globalization;

namespace Opml.Dispute.Tests.Devnet;

/// <summary>
/// Enough of an assembler for a test contract: an instruction's name, a number in hexadecimal for the PUSH of its length,
/// <c>:name</c> for a jump destination and <c>@name</c> to push one.
/// </summary>
internal static class EvmAssembler
{
    private static readonly Dictionary<string, byte> s_codes =
        "gt 11 eq 14 shl 1b shr 1c caller 33 calldataload 35 codecopy 39 mstore 52 sload 54 sstore 55 jumpi 57 dup1 80 dup2 81 log2 a2 return f3 revert fd invalid fe"
            .Split(' ').Chunk(2).ToDictionary(pair => pair[0], pair => Convert.ToByte(pair[1], 16));

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
