using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Ethereum;
using Opml.Mips.Execution;
using Opml.Mips.Memory;

namespace Opml.Dispute.Players;

/// <summary>
/// A program and a model as files, and what follows from them: their hashes, the golden memory root (both loaded, no
/// input) and its proof. Anyone who has the files can say whether a registered model is theirs.
/// </summary>
public sealed class ModelFiles
{
    private readonly ReadOnlyMemory<byte> _image;
    private readonly ReadOnlyMemory<byte> _model;
    private readonly Machine _golden;

    /// <summary>Loads a program and a model and computes their golden root.</summary>
    /// <param name="image">Flat program image.</param>
    /// <param name="model">Bytes of the model file.</param>
    /// <exception cref="ArgumentException">One of them does not fit the machine's memory.</exception>
    public ModelFiles(ReadOnlyMemory<byte> image, ReadOnlyMemory<byte> model)
    {
        _image = image;
        _model = model;
        _golden = Machine.Load(image.Span, model.Span, default);
        ProgramHash = Keccak256.Hash(image.Span);
        ModelHash = Keccak256.Hash(model.Span);
        GoldenRoot = new Hash32(_golden.MemoryRoot());
        GoldenProof = GoldenProof.Of(_golden.Tree.GetNode);
    }

    /// <summary>keccak256 of the image.</summary>
    public Hash32 ProgramHash { get; }

    /// <summary>keccak256 of the model file.</summary>
    public Hash32 ModelHash { get; }

    /// <summary>Root of the memory with both loaded and no input.</summary>
    public Hash32 GoldenRoot { get; }

    /// <summary>What a registration shows of that root.</summary>
    public GoldenProof GoldenProof { get; }

    /// <summary>These files on given terms.</summary>
    public Model On(Terms terms) => Model.Create(ModelHash, ProgramHash, GoldenRoot, terms);

    /// <summary>Whether a registered model is made of these files: both hashes and the golden root agree.</summary>
    public bool Matches(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.ModelHash == ModelHash && model.ProgramHash == ProgramHash && model.GoldenRoot == GoldenRoot;
    }

    /// <summary>A machine at its start on an input. On the default engine all share the pages of program and model.</summary>
    /// <param name="input">The request's input.</param>
    /// <param name="engine">What to run it on; the machine's default where null.</param>
    /// <exception cref="ArgumentException">The input is over 2^24 − 4 bytes.</exception>
    public Machine Load(ReadOnlyMemory<byte> input, IExecutionEngine? engine)
    {
        if (engine is not null) return Machine.Load(_image.Span, _model.Span, input.Span, engine);
        if (input.Length > MemoryMap.MaximumInputLength)
            throw new ArgumentException($"The input has {input.Length} bytes; the machine has room for {MemoryMap.MaximumInputLength}.", nameof(input));
        Machine machine;
        lock (_golden) machine = _golden.Fork();
        machine.Memory.WriteWord(MemoryMap.Input, (uint)input.Length);
        machine.Memory.Write(MemoryMap.Input + sizeof(uint), input.Span);
        return machine;
    }
}
