using System.Collections.Immutable;

namespace Opml.Models.PyTorch;

// What the unpickler can make. Besides these: string, long, BigInteger, double, bool and byte[].

/// <summary>Python's None.</summary>
internal sealed class PickleNone
{
    public static readonly PickleNone Value = new();
}

/// <summary>A tuple.</summary>
internal sealed record PickleTuple(object[] Items);

/// <summary>A list.</summary>
internal sealed record PickleList(List<object> Items);

/// <summary>A dict or OrderedDict: a key that is set again keeps its first place, as in Python.</summary>
internal sealed class PickleDict
{
    // Both made when the first item comes: a hostile pickle can hold millions of empty dictionaries.
    private Dictionary<object, int>? _places;
    private List<KeyValuePair<object, object>>? _items;

    /// <summary>The items in order of first insertion.</summary>
    public IReadOnlyList<KeyValuePair<object, object>> Items => _items ?? [];

    /// <summary>Sets an item; the key is a string, number or truth value.</summary>
    public void Set(object key, object value)
    {
        _places ??= [];
        _items ??= [];
        if (_places.TryGetValue(key, out int place))
        {
            _items[place] = new(key, value);
            return;
        }

        _places.Add(key, _items.Count);
        _items.Add(new(key, value));
    }
}

/// <summary>A name from the allow-list.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Type">The type of a storage class or dtype.</param>
internal sealed record TorchGlobal(TorchGlobalKind Kind, TensorType? Type = null);

/// <summary>What the names of the allow-list stand for.</summary>
internal enum TorchGlobalKind
{
    OrderedDict,
    Size,
    Device,
    RebuildTensor,
    RebuildTypedTensor,
    RebuildParameter,
    Storage,
    UntypedStorage,
    DataType,
}

/// <summary>A storage that the pickle names: entry <c>data/KEY</c>, this many values (bytes if it has no type).</summary>
internal sealed record StorageReference(string Key, TensorType? Type, long Count)
{
    /// <summary>Its length in bytes.</summary>
    public Int128 ByteCount => (Int128)Count * (Type?.ByteCount() ?? 1);
}

/// <summary>A tensor that the pickle describes; its shape and strides are checked to stay inside the storage.</summary>
internal sealed record TensorReference(
    StorageReference Storage, TensorType Type, long Offset, ImmutableArray<int> Shape, ImmutableArray<long> Strides);
