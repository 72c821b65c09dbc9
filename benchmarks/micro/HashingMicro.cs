using BenchmarkDotNet.Attributes;
using Opml.Mips.Commitment;
using Opml.Mips.Execution;
using Opml.Mips.Memory;

namespace Opml.Micro;

/// <summary>Keccak-256, roots of changed pages, and the proof of a step.</summary>
public class HashingMicro
{
    private const int PagesInUse = 500;

    private readonly byte[] _pairs = new byte[64 * KeccakBatch.PairSize];
    private readonly byte[] _digests = new byte[64 * KeccakBatch.PairSize / 2];
    private Machine _machine = null!;
    private uint _value;

    /// <summary>Pages written between two roots.</summary>
    [Params(1, 16, 256)]
    public int Changed { get; set; }

    /// <summary>A machine whose memory has been hashed.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        random.NextBytes(_pairs);
        byte[] page = new byte[4096];
        var memory = new AddressSpace();
        for (uint i = 0; i < PagesInUse; i++)
        {
            random.NextBytes(page);
            memory.Write(i * 4096, page);
        }
        _machine = new Machine(memory);
        _machine.MemoryRoot();
    }

    /// <summary>64 nodes of one level.</summary>
    [Benchmark]
    public void HashPairs() => KeccakBatch.HashPairs(_pairs, _digests);

    /// <summary>The root after writes to some pages.</summary>
    [Benchmark]
    public byte[] Rehash()
    {
        _value++;
        for (uint i = 0; i < Changed; i++) _machine.Memory.WriteWord(i * 4096, _value);
        return _machine.MemoryRoot();
    }

    /// <summary>The proof of the step at hand.</summary>
    [Benchmark]
    public byte[] Prove() => _machine.NextStepProof();
}
