using System.Collections;
using System.Management.Automation;

namespace Opml.PowerShell.Conversion;

/// <summary>
/// Lets a parameter take one input as an array of numbers from 0 to 255, or several as an array of such arrays.
/// </summary>
public sealed class InputBytesArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = ByteArrays.Base(inputData);
        if (value is InputBytes[] ready) return ready;
        if (ByteArrays.From(value) is { } one) return new[] { new InputBytes(one) };
        if (value is IEnumerable many and not string)
        {
            InputBytes[] inputs = [.. many.Cast<object>().Select(item => new InputBytes(ByteArrays.From(ByteArrays.Base(item)) ?? throw Refusal(item)))];
            if (inputs.Length > 0) return inputs;
        }
        throw Refusal(inputData);
    }

    private static ArgumentTransformationMetadataException Refusal(object? value) => new(
        $"Bytes were wanted (an array of numbers from 0 to 255, or an array of such arrays), not {value?.GetType().FullName ?? "null"}. For a file, use -InputPath.");
}
