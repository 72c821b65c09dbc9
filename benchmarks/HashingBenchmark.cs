using Opml.Mips.Commitment;
using Opml.Mips.Execution;
using Org.BouncyCastle.Crypto.Digests;

namespace Opml.Benchmarks;

/// <summary>Keccak-256 of a tree's node against BouncyCastle's, and the root of fresh memory.</summary>
internal static class HashingBenchmark
{
    private const int Hashes = 100_000;
    private const int Mebibytes = 16;

    public static void Run()
    {
        byte[] pair = new byte[64];
        byte[] digest = new byte[32];
        var peer = new KeccakDigest(256);
        var (ours, theirs, ratio) = Measurement.Compare(
            () =>
            {
                for (int i = 0; i < Hashes; i++) Keccak256.HashPair(pair, digest);
            },
            () =>
            {
                for (int i = 0; i < Hashes; i++)
                {
                    peer.BlockUpdate(pair, 0, pair.Length);
                    peer.DoFinal(digest, 0);
                }
            });
        Measurement.Report("keccak256 of 64 bytes", ours, Hashes / 1e3, "thousand a second");
        Measurement.Report("  BouncyCastle, same run", theirs, Hashes / 1e3, "thousand a second");
        Measurement.Say($"  ratio, ours to BouncyCastle: {ratio:0.00}");

        byte[] model = new byte[Mebibytes << 20];
        new Random(1).NextBytes(model);
        double[] root = Measurement.Time(() => Machine.Load([0, 0, 0, 0], model, []).MemoryRoot());
        Measurement.Report($"root of {Mebibytes} MiB of fresh memory", root, Mebibytes, "MiB a second");
    }
}
