using Opml.Mips.Image;

namespace Opml.Mips.Execution;

/// <summary>What a run is made from. Two runs of one origin agree in every state.</summary>
/// <param name="Image">The program.</param>
/// <param name="Model">Bytes of the model; empty for none.</param>
/// <param name="Input">Bytes of the input; empty for none.</param>
public sealed record RunOrigin(MipsImage Image, ReadOnlyMemory<byte> Model, ReadOnlyMemory<byte> Input)
{
    /// <summary>A machine at the run's start.</summary>
    /// <param name="engine">The engine to run on; the translating one where null.</param>
    public Machine Load(IExecutionEngine? engine = null) => Machine.Load(Image.Bytes.Span, Model.Span, Input.Span, engine);

    /// <summary>The program's file, and how long model and input are.</summary>
    public override string ToString() =>
        $"{(Image.Source is { } source ? Path.GetFileName(source) : "program")}, model of {Model.Length} bytes, input of {Input.Length} bytes";
}
