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
        object value = Base(inputData);
        if (value is InputBytes[] ready) return ready;
        if (ToBytes(value) is { } one) return new[] { new InputBytes(one) };
        if (value is IEnumerable many and not string)
        {
            InputBytes[] inputs = [.. many.Cast<object>().Select(item => new InputBytes(ToBytes(Base(item)) ?? throw Refusal(item)))];
            if (inputs.Length > 0) return inputs;
        }
        throw Refusal(inputData);
    }

    private static object Base(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static byte[]? ToBytes(object value)
    {
        if (value is byte[] bytes) return bytes;
        if (value is not IList list || list.Count == 0) return null;
        var converted = new byte[list.Count];
        for (int i = 0; i < converted.Length; i++)
        {
            object? item = list[i] is PSObject wrapped ? wrapped.BaseObject : list[i];
            if (item is not (byte or sbyte or short or ushort or int or uint or long or ulong)) return null;
            long number = item is ulong large ? (long)Math.Min(large, 256) : Convert.ToInt64(item, null);
            if (number is < 0 or > 255) return null;
            converted[i] = (byte)number;
        }
        return converted;
    }

    private static ArgumentTransformationMetadataException Refusal(object? value) => new(
        $"Bytes were wanted (an array of numbers from 0 to 255, or an array of such arrays), not {value?.GetType().FullName ?? "null"}. For a file, use -InputPath.");
}
