using System.Buffers.Binary;
using Opml.Mips.Commitment;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Execution;

/// <summary>
/// A state that can be run on, committed to and forked: processor, memory and the tree over it.
/// Not safe for concurrent use; forks are independent.
/// </summary>
public sealed class Machine
{
    private readonly IExecutionEngine _engine;
    private readonly MemoryTree _tree;

    /// <summary>A machine at its start over <paramref name="memory"/>, which it takes over.</summary>
    public Machine(AddressSpace memory, IExecutionEngine? engine = null)
        : this(new CpuState(), memory, new MemoryTree(memory), engine ?? Translated.TranslatedEngine.Instance)
    {
    }

    private Machine(CpuState state, AddressSpace memory, MemoryTree tree, IExecutionEngine engine)
    {
        State = state;
        Memory = memory;
        _tree = tree;
        _engine = engine;
    }

    /// <summary>Registers, program counters, status and step count.</summary>
    public CpuState State { get; }

    /// <summary>The guest's memory.</summary>
    public AddressSpace Memory { get; }

    /// <summary>The tree over <see cref="Memory"/>.</summary>
    public MemoryTree Tree => _tree;

    /// <summary>Where the guest's text goes; null to drop it. Not part of the state, and not handed to forks.</summary>
    public GuestConsole? Console { get; set; }

    /// <summary>
    /// Runs until the guest ends or <paramref name="maximumSteps"/> steps are done.
    /// </summary>
    /// <returns>Steps done.</returns>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public ulong Run(ulong maximumSteps, CancellationToken cancellationToken = default) =>
        _engine.Run(this, maximumSteps, cancellationToken);

    /// <summary>The 32-byte root of the memory.</summary>
    public byte[] MemoryRoot() => _tree.ComputeRoot();

    /// <summary>The 190-byte witness of the state.</summary>
    public byte[] Witness() => Commitment.Witness.Encode(State, MemoryRoot());

    /// <summary>The 32-byte hash of the state.</summary>
    public byte[] StateHash() => Commitment.Witness.StateHash(Witness());

    /// <summary>The proof of the next step, for the step contract.</summary>
    public byte[] NextStepProof() => StepProof.Create(State, Memory, _tree);

    /// <summary>
    /// What the guest has written at 0x32000000: its length word, and as many bytes as that says, up to
    /// <paramref name="limit"/>. Null where the length is over the limit.
    /// </summary>
    public byte[]? ReadOutput(int limit = MemoryMap.MaximumOutputLength)
    {
        uint length = Memory.ReadWord(MemoryMap.Output);
        if (length > (uint)limit) return null;
        byte[] output = new byte[length];
        Memory.Read(MemoryMap.Output + sizeof(uint), output);
        return output;
    }

    /// <summary>A copy that shares memory pages until one side writes.</summary>
    public Machine Fork() => Fork(_engine);

    /// <summary>A machine in another state on this one's memory, which it shares until one side writes.</summary>
    /// <param name="state">Copied.</param>
    internal Machine Fork(CpuState state)
    {
        _engine.Prepare(this);
        AddressSpace memory = Memory.Fork();
        return new Machine(state.Clone(), memory, _tree.Fork(memory), _engine);
    }

    /// <inheritdoc cref="Fork()"/>
    /// <param name="engine">The engine that the copy runs on.</param>
    public Machine Fork(IExecutionEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        engine.Prepare(this);
        AddressSpace memory = Memory.Fork();
        return new Machine(State.Clone(), memory, _tree.Fork(memory), engine);
    }

    /// <summary>
    /// A machine at its start with an image at 0 and, where given, a model at 0x33000000 and an input at 0x31000000,
    /// each behind its length as a big-endian word.
    /// </summary>
    /// <param name="image">Flat program image, at most 2^29 bytes.</param>
    /// <param name="model">Bytes of the model; empty for none (its length word is then zero).</param>
    /// <param name="input">Bytes of the input, at most 2^24 − 4; empty for none, as in a golden state.</param>
    /// <param name="engine">The engine to run on; the translating one where null.</param>
    /// <exception cref="ArgumentException">One of them does not fit its range.</exception>
    public static Machine Load(ReadOnlySpan<byte> image, ReadOnlySpan<byte> model, ReadOnlySpan<byte> input, IExecutionEngine? engine = null)
    {
        Check(image.Length, MemoryMap.MaximumImageLength, "image", nameof(image));
        Check(model.Length, MemoryMap.MaximumModelLength, "model", nameof(model));
        Check(input.Length, MemoryMap.MaximumInputLength, "input", nameof(input));
        var memory = new AddressSpace();
        memory.Write(MemoryMap.Program, image);
        Place(memory, MemoryMap.Model, model);
        Place(memory, MemoryMap.Input, input);
        return new Machine(memory, engine);
    }

    private static void Place(AddressSpace memory, uint address, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        memory.Write(address, length);
        memory.Write(address + sizeof(uint), bytes);
    }

    private static void Check(int length, int maximum, string what, string parameter)
    {
        if (length > maximum)
            throw new ArgumentException($"The {what} has {length} bytes; the machine has room for {maximum}.", parameter);
    }
}
