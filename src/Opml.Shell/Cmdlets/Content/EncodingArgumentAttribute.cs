using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace Opml.Shell.Cmdlets.Content;

/// <summary>Turns pwsh's encoding names (and code page numbers) into encodings.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EncodingArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>UTF-8 without a byte order mark.</summary>
    public static Encoding Default { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    private static readonly Dictionary<string, Encoding> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ascii"] = Encoding.ASCII,
        ["bigendianunicode"] = Encoding.BigEndianUnicode,
        ["bigendianutf32"] = new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        ["default"] = Default,
        ["latin1"] = Encoding.Latin1,
        ["string"] = Encoding.Unicode,
        ["unicode"] = Encoding.Unicode,
        ["utf8"] = Default,
        ["utf8BOM"] = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        ["utf8NoBOM"] = Default,
        ["utf32"] = Encoding.UTF32,
    };

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object plain = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        switch (plain)
        {
            case Encoding encoding: return encoding;
            case string name when Names.TryGetValue(name, out Encoding? known): return known;
            default:
                try
                {
                    return plain is int page ? Encoding.GetEncoding(page) : Encoding.GetEncoding(Convert.ToString(plain, CultureInfo.InvariantCulture)!);
                }
                catch (Exception e) when (e is ArgumentException or NotSupportedException)
                {
                    throw new ArgumentTransformationMetadataException(
                        $"'{plain}' is no encoding. The names are {string.Join(", ", Names.Keys)}, or a code page.", e);
                }
        }
    }
}
