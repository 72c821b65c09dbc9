using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.PyTorch;

/// <summary>
/// Turns what a pickle would have Python call into data: <c>OrderedDict()</c>, the rebuild functions of
/// <c>torch/_utils.py</c>, and the storages that persistent ids name (<c>torch/serialization.py</c>).
/// </summary>
internal static class TorchObjects
{
    /// <summary>
    /// A storage from its persistent id: ('storage', class, key, device, count), before
    /// PyTorch 1.6 with a sixth item, which is None unless the storage is a part of another. The device, like <c>cuda:0</c>, says
    /// only where the values once were.
    /// </summary>
    public static StorageReference Storage(object id, PickleCursor cursor)
    {
        if (id is not PickleTuple
            {
                Items: ["storage",
                    TorchGlobal { Kind: TorchGlobalKind.Storage or TorchGlobalKind.UntypedStorage } type,
                    string key, string, long count, ..]
            } tuple || tuple.Items.Length > 6 || (tuple.Items.Length == 6 && tuple.Items[5] is not PickleNone))
        {
            throw cursor.Error("a persistent id that is not ('storage', class, key, device, count); save the model again with torch.save.");
        }

        if (count < 0)
            throw cursor.Error($"storage '{Printable.From(key)}' has {count} values; the file is damaged.");
        return new StorageReference(key, type.Type, count);
    }

    /// <summary>The value of a call of an allowed name.</summary>
    public static object Make(object function, object arguments, PickleCursor cursor)
    {
        if (function is not TorchGlobal known || arguments is not PickleTuple { Items: var items })
            throw cursor.Error("a call of something that is no function, or without its arguments; the file is damaged.");
        switch (known.Kind)
        {
            case TorchGlobalKind.OrderedDict when items.Length == 0:
                return new PickleDict();
            case TorchGlobalKind.RebuildParameter when items is [TensorReference tensor, _, _]:
                return tensor;
            case TorchGlobalKind.Size when items is [PickleTuple size]:
                return size;
            case TorchGlobalKind.Device when items is [string] or [string, long]:
                return PickleNone.Value;
            case TorchGlobalKind.RebuildTensor
                when items is [StorageReference { Type: { } type } storage, long offset, PickleTuple size, PickleTuple stride]:
                return Tensor(storage, type, offset, size, stride, cursor);
            case TorchGlobalKind.RebuildTensor
                when items is [StorageReference { Type: { } type } storage, long offset, PickleTuple size, PickleTuple stride, bool, _, ..]
                && items.Length is 6 or 7:
                RequireNoMetadata(items, 6, cursor);
                return Tensor(storage, type, offset, size, stride, cursor);
            case TorchGlobalKind.RebuildTypedTensor
                when items is [StorageReference { Type: null } storage, long offset, PickleTuple size, PickleTuple stride, bool, _,
                    TorchGlobal { Kind: TorchGlobalKind.DataType, Type: { } type }, ..]
                && items.Length is 7 or 8:
                RequireNoMetadata(items, 7, cursor);
                return Tensor(storage, type, offset, size, stride, cursor);
            default:
                throw cursor.Error($"{known.Kind} with arguments that do not fit it; save the model again with torch.save.");
        }
    }

    // Metadata marks values that are to be negated or conjugated when they are read: weights are never saved so.
    private static void RequireNoMetadata(object[] items, int place, PickleCursor cursor)
    {
        if (items.Length > place && items[place] is not (PickleNone or PickleDict { Items.Count: 0 }))
            throw cursor.Error("a tensor with the negative or conjugate bit set; save it after resolve_neg() and resolve_conj().");
    }

    private static TensorReference Tensor(
        StorageReference storage, TensorType type, long offset, PickleTuple size, PickleTuple stride, PickleCursor cursor)
    {
        if (size.Items.Length != stride.Items.Length || size.Items.Length > Limits.Rank)
        {
            throw cursor.Error(
                $"a tensor of {size.Items.Length} dimensions with {stride.Items.Length} strides; equal numbers up to {Limits.Rank} are possible.");
        }

        var shape = size.Items.Select(v => Number(v, int.MaxValue, "dimension", cursor)).Select(static v => (int)v).ToImmutableArray();
        var strides = stride.Items.Select(v => Number(v, long.MaxValue, "stride", cursor)).ToImmutableArray();
        Number(offset, long.MaxValue, "offset", cursor);

        Int128 available = storage.Type is null ? storage.Count / type.ByteCount() : storage.Count;
        Int128 count = 1;
        Int128 last = offset;
        for (int i = 0; i < shape.Length; i++)
        {
            // Bounded by 2^31 · 2^63 each, 64 of them; the count is cut off once it is out of any reach.
            last += (Int128)strides[i] * Math.Max(shape[i] - 1, 0);
            count = count > long.MaxValue && shape[i] != 0 ? count : count * shape[i];
        }

        if (count > 0 && last >= available)
        {
            throw cursor.Error(
                $"a tensor of shape [{string.Join(", ", shape)}], strides [{string.Join(", ", strides)}], offset {offset} reaches value {last} of storage '{Printable.From(storage.Key)}', which has {available}; the file is damaged or made to mislead.");
        }

        if (count > long.MaxValue)
            throw cursor.Error($"a tensor of shape [{string.Join(", ", shape)}] has more values than any file holds.");
        return new TensorReference(storage, type, offset, shape, strides);
    }

    private static long Number(object value, long most, string what, PickleCursor cursor) =>
        value is long number && number >= 0 && number <= most
            ? number
            : throw cursor.Error($"a {what} of {(value is long n ? n : "another type")}, where a number from 0 to {most} is due; the file is damaged.");
}
