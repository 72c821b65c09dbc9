using System.Buffers.Binary;
using Opml.Models.SafeTensors;
using Opml.Models.Sources;

namespace Opml.Models.Reading;

/// <summary>Tells a model file's format by its first bytes, never by its name.</summary>
internal static class FormatDetector
{
    private const int HeadLength = 64;

    // The 10-byte number 0x1950a86a20f9469cfc6c, as LONG1, with which torch.save began before 1.6.
    private static ReadOnlySpan<byte> LegacyMagic => [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>The format; an error that says what the file is instead when it is none of them.</summary>
    public static ModelFormat Detect(RandomBytes bytes)
    {
        Span<byte> buffer = stackalloc byte[HeadLength];
        ReadOnlySpan<byte> head = buffer[..bytes.Fill(0, buffer)];
        if (head.StartsWith("PK\x03\x04"u8))
            return ModelFormat.StateDict;
        if (head.StartsWith("GGUF"u8))
            return ModelFormat.Gguf;
        if (head.StartsWith("ggml"u8) || head.StartsWith("lmgg"u8))
            return ModelFormat.Ggml;
        if (head.Length > 0 && head[0] == 0x80 && head.IndexOf(LegacyMagic) >= 0)
            return ModelFormat.LegacyStateDict;
        if (LooksLikeSafeTensors(head))
            return ModelFormat.SafeTensors;
        if (LooksLikeOnnx(head))
            return ModelFormat.Onnx;
        throw new ModelFormatException($"'{bytes.Source}' is no model file that Opml reads: {Explain(head)}");
    }

    private static bool LooksLikeSafeTensors(ReadOnlySpan<byte> head) =>
        head.Length > sizeof(ulong) && head[sizeof(ulong)] == '{'
        && BinaryPrimitives.ReadUInt64LittleEndian(head) <= SafeTensorsFormat.MaximumHeader;

    // Field 1 of a ModelProto, ir_version, a small varint, then the tag of another of its fields (onnx.proto). A file
    // has no magic, but every exporter writes this one first.
    private static bool LooksLikeOnnx(ReadOnlySpan<byte> head) =>
        head.Length >= 2 && head[0] == 0x08 && head[1] is > 0 and < 32
        && (head.Length == 2 || head[2] is 0x12 or 0x1a or 0x22 or 0x28 or 0x32 or 0x3a or 0x42 or 0x72 or 0xa2 or 0xca);

    private static string Explain(ReadOnlySpan<byte> head)
    {
        const string Known = "PyTorch state_dicts, safetensors, ONNX, GGUF and the opML tutorial's ggml files are read.";
        if (head.IsEmpty)
            return "it is empty.";
        if (head[0] == 0x80)
            return "it is a bare pickle. Save model.state_dict() with torch.save.";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, .. "HDF"u8]))
            return "it is an HDF5 file (Keras?). " + Known;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
            return "it is compressed with gzip. Unpack it first.";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]))
            return "it is compressed with Zstandard. Unpack it first.";
        if (head.StartsWith((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8]))
            return "it is a NumPy array. Save the weights as a state_dict or safetensors.";
        if (head.StartsWith("version https://git-lfs"u8))
            return "it is a Git LFS pointer. Fetch the file itself with git lfs pull.";
        if (head.StartsWith("fmgg"u8) || head.StartsWith("tjgg"u8))
            return "it has one of ggml's formats from before GGUF. Convert it with the llama.cpp that made it.";
        return $"it begins with 0x{Convert.ToHexStringLower(head[..Math.Min(8, head.Length)])}, or its beginning is missing. {Known}";
    }
}
