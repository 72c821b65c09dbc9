using System.Management.Automation;
using Opml.Ethereum;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes 32 bytes, as a hash or as 0x and 64 hex digits.</summary>
public sealed class HashArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is Hash32 hash) return hash;
        return Hash32.TryParse(value as string, out Hash32 parsed)
            ? parsed
            : throw new ArgumentTransformationMetadataException($"'{value}' is no 32-byte hash: write 0x and 64 hex digits.");
    }
}
