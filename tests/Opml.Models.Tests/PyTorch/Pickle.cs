using System.Buffers.Binary;
using System.Text;

namespace Opml.Models.Tests.PyTorch;

/// <summary>Pieces of pickles, for tests to put together wrongly.</summary>
internal static class Pickle
{
    public static byte[] Join(params ReadOnlySpan<byte[]> parts)
    {
        var all = new List<byte>();
        foreach (byte[] part in parts)
            all.AddRange(part);
        return [.. all];
    }

    public static byte[] Repeat(byte value, int count) => [.. Enumerable.Repeat(value, count)];

    public static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Insert(this byte[] bytes, int place, ReadOnlySpan<byte> piece) => [.. bytes[..place], .. piece, .. bytes[place..]];

    public static byte[] Global(string module, string name) => Encoding.UTF8.GetBytes($"c{module}\n{name}\n");

    public static byte[] Text(string text) => [(byte)'X', (byte)text.Length, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];

    public static byte[] ShortText(string text) => [0x8c, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    public static byte[] Number(long value)
    {
        byte[] bytes = [0x8a, 8, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2), value);
        return bytes;
    }

    public static byte[] Tuple(IEnumerable<long> numbers) => [(byte)'(', .. numbers.SelectMany(Number), (byte)'t'];

    /// <summary>A whole pickle: a dictionary of these values under the names a0, a1, …</summary>
    public static byte[] Dictionary(params byte[][] values) =>
        [0x80, 2, (byte)'}', (byte)'(', .. values.SelectMany((v, i) => Join(Text($"a{i}"), v)), (byte)'u', (byte)'.'];

    public static byte[] Storage(string module, string type, string key, long count) =>
        Join(Ascii("("), Text("storage"), Global(module, type), Text(key), Text("cpu"), Number(count), Ascii("tQ"));

    /// <summary>A tensor of 2 x 2 float32 on storage 0 of 4 values, or what is said instead.</summary>
    public static byte[] Tensor(
        string type = "FloatStorage", string key = "0", long count = 4, long offset = 0, long[]? shape = null, long[]? strides = null, byte[]? metadata = null) =>
        Join(
            Global("torch._utils", "_rebuild_tensor_v2"), Ascii("("), Storage("torch", type, key, count), Number(offset),
            Tuple(shape ?? [2, 2]), Tuple(strides ?? (shape is null ? [2, 1] : [1])), [0x89], Ascii("}"), metadata ?? [], Ascii("tR"));

    /// <summary>A row of values of a type that has no storage class, as PyTorch 2.1 and later write it.</summary>
    public static byte[] TypedTensor(string storage, string type, long bytes, long count) =>
        Join(
            Global("torch._utils", "_rebuild_tensor_v3"), Ascii("("), Storage("torch.storage", storage, "0", bytes), Number(0),
            Tuple([count]), Tuple([1]), [0x89], Ascii("}"), Global("torch", type), Ascii("tR"));
}
