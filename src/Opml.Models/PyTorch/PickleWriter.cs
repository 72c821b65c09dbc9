using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Opml.Models.PyTorch;

/// <summary>
/// The pickle of a state_dict, protocol 2, with the names and shapes of calls that torch.save itself writes: an
/// OrderedDict of <c>_rebuild_tensor_v2</c> on one FloatStorage a tensor.
/// </summary>
internal sealed class PickleWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The pickle of these tensors; storage K is that of tensor K.</summary>
    public static byte[] Write(ImmutableArray<Tensor> tensors)
    {
        var writer = new PickleWriter();
        writer.Raw([0x80, 2]);
        writer.EmptyOrderedDict();
        writer.Raw("("u8);
        for (int i = 0; i < tensors.Length; i++)
        {
            writer.Text(tensors[i].Name);
            writer.Tensor(tensors[i], i.ToString(CultureInfo.InvariantCulture));
        }

        writer.Raw("u."u8);
        return writer._bytes.WrittenSpan.ToArray();
    }

    private void Tensor(Tensor tensor, string key)
    {
        Global("torch._utils", "_rebuild_tensor_v2");
        Raw("(("u8);
        Text("storage");
        Global("torch", "FloatStorage");
        Text(key);
        Text("cpu");
        Number(tensor.Count);
        Raw("tQ"u8); // TUPLE, BINPERSID
        Number(0);
        Tuple(tensor.Shape.Select(static d => (long)d));
        Tuple(StridedStream.RowMajor(tensor.Shape));
        Raw([0x89]); // NEWFALSE: requires_grad
        EmptyOrderedDict();
        Raw("tR"u8); // TUPLE, REDUCE
    }

    private void EmptyOrderedDict()
    {
        Global("collections", "OrderedDict");
        Raw(")R"u8);
    }

    private void Tuple(IEnumerable<long> items)
    {
        Raw("("u8);
        foreach (long item in items)
            Number(item);
        Raw("t"u8);
    }

    private void Number(long value)
    {
        Span<byte> bytes = stackalloc byte[10];
        if (value is >= 0 and <= int.MaxValue)
        {
            bytes[0] = (byte)'J'; // BININT
            BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], (int)value);
            Raw(bytes[..5]);
            return;
        }

        bytes[0] = 0x8a; // LONG1
        bytes[1] = 8;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[2..], value);
        Raw(bytes);
    }

    private void Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> head = stackalloc byte[5];
        head[0] = (byte)'X'; // BINUNICODE
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], utf8.Length);
        Raw(head);
        Raw(utf8);
    }

    private void Global(string module, string name) => Raw(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    private void Raw(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}
