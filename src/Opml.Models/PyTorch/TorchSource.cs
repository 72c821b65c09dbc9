using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.PyTorch;

/// <summary>
/// The tensors that a pickle describes, over storages. Tensors whose values lie one after another are streamed; a
/// storage that is gathered from by strides, or shared by many, is read once and kept.
/// </summary>
internal abstract class TorchSource : FileSource
{
    private readonly Dictionary<string, byte[]> _kept = new(StringComparer.Ordinal);
    private readonly ImmutableArray<(string Name, TensorReference Tensor)> _tensors;
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly ByteOrder _order;

    /// <param name="bytes">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="order">The order of the bytes of each value.</param>
    /// <param name="weights">The tensors; each one lies inside its storage as that is described.</param>
    protected TorchSource(RandomBytes bytes, ModelFormat format, ByteOrder order, TorchWeights weights)
        : base(bytes, format)
    {
        _order = order;
        _tensors = weights.Tensors;
        Tensors = [.. weights.Tensors.Select(static (t, i) => new TensorInfo(i, t.Name, t.Tensor.Type, t.Tensor.Shape))];
        Skipped = weights.Skipped;
        foreach (var (_, tensor) in weights.Tensors)
            _users[tensor.Storage.Key] = _users.GetValueOrDefault(tensor.Storage.Key) + 1;
    }

    /// <summary>How many tensors may share a storage that is read anew for each.</summary>
    protected abstract int MostSharers { get; }

    /// <summary>Opens a stretch of a storage; it lies inside.</summary>
    protected abstract Stream OpenStorage(StorageReference storage, long start, long length);

    /// <summary>Reads a storage whole.</summary>
    protected abstract byte[] ReadStorage(StorageReference storage);

    public override void Dispose()
    {
        _kept.Clear();
        base.Dispose();
    }

    protected sealed override Stream OpenTensor(int index)
    {
        var tensor = _tensors[index].Tensor;
        var info = Tensors[index];
        if (info.Count == 0)
            return Stream.Null;
        Stream stream = StridedStream.IsContiguous(tensor) && _users[tensor.Storage.Key] <= MostSharers
            ? OpenStorage(tensor.Storage, tensor.Offset * tensor.Type.ByteCount(), info.ByteCount)
            : new StridedStream(Keep(tensor.Storage), tensor);
        return _order == ByteOrder.Little || info.Type.ByteCount() == 1 ? stream : new SwappedStream(stream, info.Type, info.ByteCount);
    }

    private byte[] Keep(StorageReference storage)
    {
        if (!_kept.TryGetValue(storage.Key, out byte[]? bytes))
        {
            bytes = ReadStorage(storage);
            _kept.Add(storage.Key, bytes);
        }

        return bytes;
    }
}
