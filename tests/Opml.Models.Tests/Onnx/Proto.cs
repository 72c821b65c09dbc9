using System.Text;

namespace Opml.Models.Tests.Onnx;

/// <summary>Protobuf by hand.</summary>
internal static class Proto
{
    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    public static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    public static byte[] Bytes(int field, params byte[] content) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    public static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public static byte[] Packed(int field, params long[] values) => Bytes(field, [.. values.SelectMany(v => Varint((ulong)v))]);

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];

    /// <summary>A model with one initializer, named a.</summary>
    public static byte[] Model(params byte[][] tensor) => Join(Number(1, 7), Text(2, "test"), Bytes(7, Bytes(5, [.. Text(8, "a"), .. Join(tensor)])));
}
