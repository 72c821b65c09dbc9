using System.Text;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Isa;

namespace Opml.Mips.Tests.Conformance;

/// <summary>
/// Makes a failing program small: instructions become no-operations and registers zero, many at once and then fewer, for as long as
/// it still fails. What remains is written so that it can be entered as a test.
/// </summary>
/// <param name="fails">Whether a machine at a program's start shows the failure; it leaves the machine as it is.</param>
internal sealed class Shrinker(Func<Machine, bool> fails)
{
    /// <summary>The smallest failing start that was found.</summary>
    /// <param name="start">A failing one.</param>
    /// <param name="address">Where the program lies.</param>
    /// <param name="length">Its words.</param>
    public Machine Shrink(Machine start, uint address, int length)
    {
        Machine best = start;
        bool smaller;
        do
        {
            smaller = Clear(ref best, length, (machine, i) => machine.Memory.ReadWord(address + 4 * (uint)i) != 0, (machine, i) => machine.Memory.WriteWord(address + 4 * (uint)i, 0));
            smaller |= Clear(ref best, 32, (machine, i) => machine.State.Registers[i] != 0, (machine, i) => machine.State.Registers[i] = 0);
        }
        while (smaller);
        return best;
    }

    /// <summary>The start of a program as one can enter it again: what is not zero.</summary>
    public static string Describe(Machine start, uint address, int length)
    {
        var text = new StringBuilder();
        for (uint at = address; at < address + 4 * (uint)length; at += 4)
            if (start.Memory.ReadWord(at) is not 0 and var word) text.AppendLine(null, $"  0x{at:x8}: 0x{word:x8} {Disassembler.Disassemble(word, at)}");
        text.AppendLine(null, $"  pc 0x{start.State.Pc:x8}, next 0x{start.State.NextPc:x8}");
        for (int i = 0; i < 32; i++)
            if (start.State.Registers[i] is not 0 and var value) text.AppendLine(null, $"  r{i} = 0x{value:x8}");
        return text.ToString();
    }

    private bool Clear(ref Machine best, int count, Func<Machine, int, bool> isSet, Action<Machine, int> clear)
    {
        bool any = false;
        for (int size = count; size > 0; size /= 2)
        {
            for (int first = 0; first < count; first += size)
            {
                Machine candidate = best.Fork(ReferenceEngine.Instance);
                int[] set = [.. Enumerable.Range(first, Math.Min(size, count - first)).Where(i => isSet(candidate, i))];
                if (set.Length == 0) continue;
                foreach (int i in set) clear(candidate, i);
                if (!fails(candidate)) continue;
                best = candidate;
                any = true;
            }
        }
        return any;
    }
}
