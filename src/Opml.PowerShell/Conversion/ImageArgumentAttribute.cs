using Opml.Mips.Image;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes a program image: an object, a flat image's path, or an ELF file's.</summary>
public sealed class ImageArgumentAttribute : FileArgumentAttribute<MipsImage>
{
    /// <inheritdoc/>
    protected override string PropertyName => "Image";

    /// <inheritdoc/>
    protected override string Expectation => "The path of a program image (flat, or an ELF file), or what ConvertTo-MipsImage returns";

    /// <inheritdoc/>
    protected override MipsImage FromFile(string path) => MipsImage.Load(path);

    /// <inheritdoc/>
    protected override MipsImage? FromObject(object value) => value is MipsImageFile file ? file.Image : null;
}
