using System.Management.Automation;
using Opml.Mips.Execution;
using Opml.Mips.Image;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes a program image: an object, a flat image's path, or an ELF file's.</summary>
public sealed class ImageArgumentAttribute : FileArgumentAttribute<MipsImage>
{
    /// <summary>As the base does; a run is left as it is, for the parameter of the same cmdlet that takes runs.</summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        ByteArrays.Base(inputData) is MachineRun ? inputData : base.Transform(engineIntrinsics, inputData);

    /// <inheritdoc/>
    protected override string PropertyName => "Image";

    /// <inheritdoc/>
    protected override string Expectation => "The path of a program image (flat, or an ELF file), or what ConvertTo-MipsImage returns";

    /// <inheritdoc/>
    protected override MipsImage FromFile(string path) => MipsImage.Load(path);

    /// <inheritdoc/>
    protected override MipsImage? FromObject(object value) => value is MipsImageFile file ? file.Image : null;
}
