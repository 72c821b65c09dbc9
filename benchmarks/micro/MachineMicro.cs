using BenchmarkDotNet.Attributes;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Memory;

namespace Opml.Micro;

/// <summary>Forks, and short runs on either engine.</summary>
public class MachineMicro
{
    private Machine _translated = null!;
    private Machine _reference = null!;

    /// <summary>Steps of a run.</summary>
    [Params(1, 1000, 1_000_000)]
    public ulong Steps { get; set; }

    /// <summary>A loop of a load, an addition and a store, translated.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _translated = Load(null);
        _translated.Fork().Run(10_000_000);
        _reference = Load(ReferenceEngine.Instance);
    }

    /// <summary>A copy that shares its pages.</summary>
    [Benchmark]
    public Machine Fork() => _translated.Fork();

    /// <summary>A fork's run.</summary>
    [Benchmark]
    public ulong ForkAndRun() => _translated.Fork().Run(Steps);

    /// <summary>The same on the slow engine.</summary>
    [Benchmark]
    public ulong ForkAndRunReference() => _reference.Fork().Run(Steps);

    private static Machine Load(IExecutionEngine? engine)
    {
        uint[] words =
        [
            0x8c091000, // lw    $t1, 0x1000($0)
            0x25290001, // addiu $t1, $t1, 1
            0x1000fffd, // b     0
            0xac091000, // sw    $t1, 0x1000($0)
        ];
        var memory = new AddressSpace();
        for (uint i = 0; i < words.Length; i++) memory.WriteWord(i * 4, words[i]);
        return new Machine(memory, engine);
    }
}
