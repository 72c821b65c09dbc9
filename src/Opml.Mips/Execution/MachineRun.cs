using System.Buffers.Binary;
using System.Text;
using Opml.Mips.State;

namespace Opml.Mips.Execution;

/// <summary>A guest's run: how it ended or where it was stopped, what it wrote, and the commitments to its state.</summary>
public sealed record MachineRun
{
    /// <summary>The input's file; null where it came as bytes, or there was none.</summary>
    public string? Input { get; init; }

    // Not a property, so that what shows or serialises a run's properties leaves the program and the model alone.
    private RunOrigin? MadeFrom { get; init; }

    /// <summary>Running when the step limit was reached first.</summary>
    public required MachineStatus Status { get; init; }

    /// <summary>The guest's exit code, 0 to 255; null unless it exited.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The bytes at 0x32000004 that the guest's length word claims; empty unless the run succeeded.</summary>
    public required byte[] Output { get; init; }

    /// <summary>The output as big-endian 32-bit integers; empty where its length is no multiple of four.</summary>
    public IReadOnlyList<int> OutputInt32 => Words(BinaryPrimitives.ReadInt32BigEndian);

    /// <summary>The output as big-endian IEEE singles; empty where its length is no multiple of four.</summary>
    public IReadOnlyList<float> OutputSingle => Words(BinaryPrimitives.ReadSingleBigEndian);

    /// <summary>The output as UTF-8 text.</summary>
    public string OutputText => Encoding.UTF8.GetString(Output);

    /// <summary>Steps from the start: the final state's step count.</summary>
    public required ulong Steps { get; init; }

    /// <summary>The 32-byte state hash, 0x and 64 hex digits; its first byte is the status.</summary>
    public required string StateHash { get; init; }

    /// <summary>The 32-byte memory root, 0x and 64 hex digits.</summary>
    public required string MemoryRoot { get; init; }

    /// <summary>What the guest wrote to standard output and error.</summary>
    public required string StandardOutput { get; init; }

    /// <summary>Time that executing took; loading and hashing are not in it.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Steps a second of <see cref="Duration"/>.</summary>
    public double StepsPerSecond => Duration > TimeSpan.Zero ? Steps / Duration.TotalSeconds : 0;

    /// <summary>The state's 190-byte witness; null unless asked for.</summary>
    public byte[]? Witness { get; init; }

    /// <summary>The proof of the step that follows the state, as the step contract takes it; null unless asked for.</summary>
    public byte[]? Proof { get; init; }

    /// <summary>Program, model and input, to look into the run or to run it again; null where that is not known.</summary>
    public RunOrigin? GetOrigin() => MadeFrom;

    /// <summary>The same run, with what it was made from.</summary>
    public MachineRun WithOrigin(RunOrigin? origin) => this with { MadeFrom = origin };

    private List<T> Words<T>(Reader<T> read)
    {
        var words = new List<T>(Output.Length / 4);
        if (Output.Length % 4 != 0) return words;
        for (int i = 0; i < Output.Length; i += 4) words.Add(read(Output.AsSpan(i, 4)));
        return words;
    }

    private delegate T Reader<T>(ReadOnlySpan<byte> word);
}
