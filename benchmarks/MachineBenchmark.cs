using Opml.Mips.Commitment;
using Opml.Mips.Execution;
using Opml.Mips.Execution.Reference;
using Opml.Mips.Execution.Translated;
using Opml.Mips.Trace;

namespace Opml.Benchmarks;

/// <summary>Both engines on the tutorial's guest, a whole trace with its snapshots, and a step's proof.</summary>
internal static class MachineBenchmark
{
    private const ulong Limit = 1 << 24;

    public static void Run()
    {
        ulong steps = Load().Run(Limit);
        Measurement.Say($"the MNIST guest (784-20-10) takes {steps:N0} steps on a drawn digit");
        Measurement.Report("reference engine", Measurement.Time(() => Load(ReferenceEngine.Instance).Run(Limit)), steps / 1e6, "million steps a second");
        Measurement.Report("translating engine, nothing translated before", Measurement.Time(() => Load().Run(Limit)), steps / 1e6, "million steps a second");
        Machine start = Load();
        start.Fork().Run(Limit);
        Measurement.Report("  in a fork of a machine that has run", Measurement.Time(() => start.Fork().Run(Limit)), steps / 1e6, "million steps a second");
        Measurement.Report("  with a trace's snapshots", Measurement.Time(() => new ExecutionTrace(Load(), Limit).Dispose()), steps / 1e6, "million steps a second");

        using var trace = new ExecutionTrace(Load(), Limit);
        Machine middle = trace.StateAt(steps / 2);
        byte[] witness = middle.Witness();
        Measurement.Report("proofs of a step", Measurement.Time(() => middle.NextStepProof()), 1e-3, "thousand a second");
        byte[] proof = middle.NextStepProof();
        Measurement.Report("verified steps (the step contract in C#)", Measurement.Time(() => StepVerifier.Step(witness, proof)), 1e-3, "thousand a second");
        Measurement.Say($"that proof has {proof.Length} bytes, the witness {Witness.Length}");
    }

    private static Machine Load(IExecutionEngine? engine = null) => Guest.Files.Load(Guest.Digit, engine ?? TranslatedEngine.Instance);
}
