using Opml.Mips.Commitment;
using Opml.Mips.Execution;
using Opml.Mips.Memory;
using Org.BouncyCastle.Crypto.Digests;

namespace Opml.Benchmarks;

/// <summary>Keccak-256 of the tree's nodes against BouncyCastle's, the root of fresh memory against hashing with no tree, and a re-hash.</summary>
internal static class HashingBenchmark
{
    private const int Hashes = 100_000;
    private const int Mebibytes = 256;
    private const int ChunkBytes = 1 << 18;
    private const ulong Window = 1_000_000;

    public static void Run()
    {
        Measurement.Say($"Keccak-256 here: {KeccakBatch.InstructionSet}, {KeccakBatch.Lanes} at a time");
        CompareWithBouncyCastle();
        RootOfFreshMemory();
        Rehash();
    }

    private static void CompareWithBouncyCastle()
    {
        byte[] pairs = new byte[Hashes * KeccakBatch.PairSize];
        byte[] digests = new byte[pairs.Length / 2];
        new Random(1).NextBytes(pairs);
        var (batch, theirs, batchRatio) = Measurement.Compare(() => KeccakBatch.HashPairs(pairs, digests), () => BouncyCastle(pairs));
        var (single, _, singleRatio) = Measurement.Compare(() => OneByOne(pairs, digests), () => BouncyCastle(pairs));
        Measurement.Report("keccak256 of 64 bytes, in batches", batch, Hashes / 1e3, "thousand a second");
        Measurement.Report("  one at a time", single, Hashes / 1e3, "thousand a second");
        Measurement.Report("  BouncyCastle, same run", theirs, Hashes / 1e3, "thousand a second");
        Measurement.Say($"  ratio to BouncyCastle: batches {batchRatio:0.0}, one at a time {singleRatio:0.0}");
    }

    private static void RootOfFreshMemory()
    {
        byte[] bytes = new byte[Mebibytes << 20];
        new Random(1).NextBytes(bytes);

        // Written anew each time: pages remember their roots, and forks share them.
        MemoryTree Prepare()
        {
            var memory = new AddressSpace();
            memory.Write(MemoryMap.Program, bytes);
            return new MemoryTree(memory);
        }
        var (root, bare, ratio) = Measurement.Compare(Prepare, tree => tree.ComputeRoot(), () => ReadThrough(bytes));
        var (_, wide, wideRatio) = Measurement.Compare(Prepare, tree => tree.ComputeRoot(), () => ReadThroughOnAllCores(bytes));
        Measurement.Report($"root of {Mebibytes} MiB of fresh memory, all cores", root, Mebibytes, "MiB a second");
        Measurement.Report("  its leaves through the bare batch, one core", bare, Mebibytes, "MiB a second");
        Measurement.Report("  the same on all cores", wide, Mebibytes, "MiB a second");
        Measurement.Say($"  time of the root in times of the bare batch: {1 / ratio:0.00} on one core, {1 / wideRatio:0.00} on all (goal: 3)");
    }

    private static void Rehash()
    {
        Machine machine = Guest.Files.Load(Guest.Digit, null);
        for (int i = 1; i <= 2; i++)
        {
            machine.MemoryRoot();
            Machine before = machine.Fork();
            double[] seconds = Measurement.Time(
                () =>
                {
                    Machine fork = before.Fork();
                    fork.Run(Window);
                    return fork;
                },
                fork => fork.MemoryRoot());
            machine.Run(Window);
            Measurement.Say($"re-hash after million {i} of the tutorial's steps: {seconds[seconds.Length / 2] * 1e3:0.00} ms (of {seconds.Length}: {seconds[0] * 1e3:0.00} to {seconds[^1] * 1e3:0.00}; {machine.Memory.PageCount} pages in use; goal: 1 to 2)");
        }
    }

    private static void OneByOne(ReadOnlySpan<byte> pairs, Span<byte> digests)
    {
        for (int i = 0; i < pairs.Length; i += KeccakBatch.PairSize)
            Keccak256.HashPair(pairs.Slice(i, KeccakBatch.PairSize), digests[(i / 2)..]);
    }

    private static void BouncyCastle(byte[] pairs)
    {
        var digest = new KeccakDigest(256);
        byte[] hash = new byte[Keccak256.HashSize];
        for (int i = 0; i < pairs.Length; i += KeccakBatch.PairSize)
        {
            digest.BlockUpdate(pairs, i, KeccakBatch.PairSize);
            digest.DoFinal(hash, 0);
        }
    }

    /// <summary>Hashes each pair of leaves and nothing above them, into a buffer that stays in the cache.</summary>
    private static void ReadThrough(byte[] bytes)
    {
        byte[] digests = new byte[ChunkBytes / 2];
        for (int i = 0; i < bytes.Length; i += ChunkBytes) KeccakBatch.HashPairs(bytes.AsSpan(i, ChunkBytes), digests);
    }

    private static void ReadThroughOnAllCores(byte[] bytes) => Parallel.For(
        0,
        bytes.Length / ChunkBytes,
        () => new byte[ChunkBytes / 2],
        (i, _, digests) =>
        {
            KeccakBatch.HashPairs(bytes.AsSpan(i * ChunkBytes, ChunkBytes), digests);
            return digests;
        },
        _ => { });
}
