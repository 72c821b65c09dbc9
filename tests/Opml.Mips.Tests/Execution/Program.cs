using Opml.Mips.Execution;
using Opml.Mips.Memory;

namespace Opml.Mips.Tests.Execution;

/// <summary>Machines over a few instruction words.</summary>
internal static class Program
{
    /// <summary>A machine at its start whose program is these words, from address 0.</summary>
    public static Machine Load(params uint[] words) => Load(null, words);

    /// <inheritdoc cref="Load(uint[])"/>
    /// <param name="engine">What it runs on; the default where null.</param>
    /// <param name="words">The program.</param>
    public static Machine Load(IExecutionEngine? engine, params uint[] words)
    {
        var memory = new AddressSpace();
        for (int i = 0; i < words.Length; i++) memory.WriteWord((uint)i * 4, words[i]);
        return new Machine(memory, engine);
    }
}
