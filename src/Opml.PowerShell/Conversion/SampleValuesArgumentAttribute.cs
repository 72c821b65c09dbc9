using System.Collections;
using System.Management.Automation;

namespace Opml.PowerShell.Conversion;

/// <summary>
/// Takes a sample's values: an array of bytes, each of which stands for byte / 255 as everywhere in the module, or of any
/// other numbers, which are taken as they are.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SampleValuesArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return FromObject(inputData);
        }
        catch (PSInvalidCastException exception)
        {
            throw new ArgumentTransformationMetadataException($"A sample's values are an array of numbers: {exception.Message}", exception);
        }
    }

    /// <summary>Converts an array.</summary>
    /// <exception cref="PSInvalidCastException">It has something else than numbers.</exception>
    internal static float[] FromObject(object? value)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        return bare switch
        {
            float[] numbers => [.. numbers],
            byte[] bytes => Array.ConvertAll(bytes, static b => b / 255f),
            ICollection items => [.. items.Cast<object>().Select(static item => LanguagePrimitives.ConvertTo<float>(item))],
            _ => [LanguagePrimitives.ConvertTo<float>(bare)],
        };
    }
}
