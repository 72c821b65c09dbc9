using Opml.Dispute.Contracts;
using Opml.Dispute.Game;
using Opml.Ethereum;
using Opml.Mips.Execution;

namespace Opml.Dispute.Players;

/// <summary>
/// A program and a model as files, and what follows from them: their hashes, the golden memory root (both loaded, no
/// input) and its proof. Anyone who has the files can say whether a registered model is theirs.
/// </summary>
public sealed class ModelFiles
{
    private readonly ReadOnlyMemory<byte> _image;
    private readonly ReadOnlyMemory<byte> _model;

    /// <summary>Loads a program and a model and computes their golden root.</summary>
    /// <param name="image">Flat program image.</param>
    /// <param name="model">Bytes of the model file.</param>
    /// <exception cref="ArgumentException">One of them does not fit the machine's memory.</exception>
    public ModelFiles(ReadOnlyMemory<byte> image, ReadOnlyMemory<byte> model)
    {
        _image = image;
        _model = model;
        Machine golden = Load(default, null);
        ProgramHash = Keccak256.Hash(image.Span);
        ModelHash = Keccak256.Hash(model.Span);
        GoldenRoot = new Hash32(golden.MemoryRoot());
        GoldenProof = GoldenProof.Of(golden.Tree.GetNode);
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

    /// <summary>A machine at its start on an input.</summary>
    /// <param name="input">The request's input.</param>
    /// <param name="engine">What to run it on; the machine's default where null.</param>
    public Machine Load(ReadOnlyMemory<byte> input, IExecutionEngine? engine) =>
        Machine.Load(_image.Span, _model.Span, input.Span, engine);
}
