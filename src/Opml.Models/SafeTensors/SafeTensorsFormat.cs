using System.Collections.Immutable;
using System.Text.Json;
using Opml.Models.Sources;

namespace Opml.Models.SafeTensors;

/// <summary>
/// Reads safetensors: the header's length as 64 little-endian bits, the header as JSON, the tensors' bytes. The rules
/// are those of the format's own description: the tensors cover all that follows the header, once and without holes.
/// Tensors come in the order in which the header names them.
/// </summary>
internal static class SafeTensorsFormat
{
    /// <summary>The longest header, in bytes; the format's own limit.</summary>
    public const int MaximumHeader = 100_000_000;

    /// <summary>Opens a file, which the source takes over.</summary>
    public static StretchSource Open(RandomBytes bytes)
    {
        long length = (long)new ByteCursor(bytes, 0, bytes.Length).UInt64();
        long start = sizeof(ulong) + length;
        if (start > bytes.Length)
            throw new ModelFormatException($"'{bytes.Source}': a header of {length} bytes in a file of {bytes.Length}; the file is truncated or damaged.");
        SafeTensorsHeader header;
        try
        {
            header = SafeTensorsHeader.Parse(bytes.ToArray(sizeof(ulong), length), bytes.Source);
        }
        catch (JsonException e)
        {
            throw new ModelFormatException($"'{bytes.Source}': the safetensors header is not JSON ({e.Message}); the file is damaged.", e);
        }

        RequireCover(header.Tensors, bytes.Length - start, bytes.Source);
        ImmutableArray<(TensorInfo, long)> tensors = [.. header.Tensors.Select(t => (t.Info, start + t.Begin))];
        return StretchSource.Create(bytes, ModelFormat.SafeTensors, ByteOrder.Little, tensors, header.Metadata);
    }

    private static void RequireCover(ImmutableArray<(TensorInfo Info, long Begin)> tensors, long available, string source)
    {
        long end = 0;
        foreach (var (info, begin) in tensors.OrderBy(static t => t.Begin).ThenBy(static t => t.Info.ByteCount))
        {
            if (begin != end)
            {
                throw new ModelFormatException(
                    $"'{source}', tensor '{Printable.From(info.Name)}' begins at byte {begin}, where the one before ends at {end}; the file is damaged or made to mislead.");
            }

            end += info.ByteCount;
            if (end > available)
            {
                throw new ModelFormatException(
                    $"'{source}', tensor '{Printable.From(info.Name)}' ends at byte {end} of {available}; the file is truncated or damaged.");
            }
        }

        if (end != available)
            throw new ModelFormatException($"'{source}': {available - end} bytes follow the last tensor; the file is damaged.");
    }
}
