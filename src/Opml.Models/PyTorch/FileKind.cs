using System.Buffers.Binary;

namespace Opml.Models.PyTorch;

/// <summary>Tells what a file that should be a zip container is instead, by its first bytes.</summary>
internal static class FileKind
{
    private const int HeadLength = 16;

    // protocol 2, then the 10-byte number 0x1950a86a20f9469cfc6c, with which torch.save began before 1.6.
    private static ReadOnlySpan<byte> Legacy => [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46];

    /// <summary>Throws unless the stream begins like a zip file; leaves the position as it was.</summary>
    public static void RequireZip(Stream stream, string source)
    {
        long start = stream.Position;
        Span<byte> buffer = stackalloc byte[HeadLength];
        int got = stream.ReadAtLeast(buffer, HeadLength, throwOnEndOfStream: false);
        stream.Position = start;
        ReadOnlySpan<byte> head = buffer[..got];
        if (!head.StartsWith("PK\x03\x04"u8))
            throw new ModelFormatException($"'{source}' is not a PyTorch state_dict: {Explain(head)}");
    }

    private static string Explain(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return "it is empty.";
        if (head.StartsWith(Legacy))
        {
            return "it has the format from before PyTorch 1.6. Load it there and save it again: "
                + "torch.save(torch.load(path), new_path) with PyTorch 1.6 or later.";
        }

        if (head[0] == 0x80)
            return "it is a bare pickle. Save model.state_dict() with torch.save (PyTorch 1.6 or later).";
        if (head.StartsWith("ggml"u8) || head.StartsWith("lmgg"u8))
            return "it is a ggml file already.";
        if (head.StartsWith("GGUF"u8))
            return "it is a GGUF file.";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, .. "HDF"u8]))
            return "it is an HDF5 file (Keras?).";
        if (head.StartsWith(new byte[] { 0x1f, 0x8b }))
            return "it is compressed with gzip. Unpack it first.";
        if (head.Length > 8 && head[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(head) < 1 << 27)
            return "it looks like a safetensors file. Load it in PyTorch and torch.save the dictionary.";
        return "it is not a zip file, or its beginning is missing. Save model.state_dict() with torch.save (PyTorch 1.6 or later).";
    }
}
