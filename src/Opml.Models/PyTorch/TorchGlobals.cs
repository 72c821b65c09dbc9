using Opml.Models.Sources;

namespace Opml.Models.PyTorch;

/// <summary>
/// The allow-list: every name that a pickled state_dict may use. A name stands for data that this reader makes itself;
/// nothing is looked up, imported or called.
/// </summary>
internal static class TorchGlobals
{
    private static readonly Dictionary<(string Module, string Name), TorchGlobal> Known = new()
    {
        [("collections", "OrderedDict")] = new(TorchGlobalKind.OrderedDict),
        [("torch", "Size")] = new(TorchGlobalKind.Size),
        [("torch", "device")] = new(TorchGlobalKind.Device),
        [("torch._utils", "_rebuild_tensor")] = new(TorchGlobalKind.RebuildTensor),
        [("torch._utils", "_rebuild_tensor_v2")] = new(TorchGlobalKind.RebuildTensor),
        [("torch._utils", "_rebuild_tensor_v3")] = new(TorchGlobalKind.RebuildTypedTensor),
        [("torch._utils", "_rebuild_parameter")] = new(TorchGlobalKind.RebuildParameter),
        [("torch", "FloatStorage")] = new(TorchGlobalKind.Storage, TensorType.Float32),
        [("torch", "DoubleStorage")] = new(TorchGlobalKind.Storage, TensorType.Float64),
        [("torch", "HalfStorage")] = new(TorchGlobalKind.Storage, TensorType.Float16),
        [("torch", "BFloat16Storage")] = new(TorchGlobalKind.Storage, TensorType.BFloat16),
        [("torch", "LongStorage")] = new(TorchGlobalKind.Storage, TensorType.Int64),
        [("torch", "IntStorage")] = new(TorchGlobalKind.Storage, TensorType.Int32),
        [("torch", "ShortStorage")] = new(TorchGlobalKind.Storage, TensorType.Int16),
        [("torch", "CharStorage")] = new(TorchGlobalKind.Storage, TensorType.Int8),
        [("torch", "ByteStorage")] = new(TorchGlobalKind.Storage, TensorType.UInt8),
        [("torch", "BoolStorage")] = new(TorchGlobalKind.Storage, TensorType.Boolean),
        [("torch.storage", "UntypedStorage")] = new(TorchGlobalKind.UntypedStorage),
        [("torch", "uint64")] = new(TorchGlobalKind.DataType, TensorType.UInt64),
        [("torch", "uint32")] = new(TorchGlobalKind.DataType, TensorType.UInt32),
        [("torch", "uint16")] = new(TorchGlobalKind.DataType, TensorType.UInt16),
        [("torch", "float32")] = new(TorchGlobalKind.DataType, TensorType.Float32),
        [("torch", "float64")] = new(TorchGlobalKind.DataType, TensorType.Float64),
        [("torch", "float16")] = new(TorchGlobalKind.DataType, TensorType.Float16),
        [("torch", "bfloat16")] = new(TorchGlobalKind.DataType, TensorType.BFloat16),
        [("torch", "int64")] = new(TorchGlobalKind.DataType, TensorType.Int64),
        [("torch", "int32")] = new(TorchGlobalKind.DataType, TensorType.Int32),
        [("torch", "int16")] = new(TorchGlobalKind.DataType, TensorType.Int16),
        [("torch", "int8")] = new(TorchGlobalKind.DataType, TensorType.Int8),
        [("torch", "uint8")] = new(TorchGlobalKind.DataType, TensorType.UInt8),
        [("torch", "bool")] = new(TorchGlobalKind.DataType, TensorType.Boolean),
        [("torch", "float8_e4m3fn")] = new(TorchGlobalKind.DataType, TensorType.Float8E4M3),
        [("torch", "float8_e5m2")] = new(TorchGlobalKind.DataType, TensorType.Float8E5M2),
    };

    /// <summary>Finds a name of the allow-list; any other is an error that says it.</summary>
    public static TorchGlobal Resolve(string module, string name, PickleCursor cursor) =>
        Known.TryGetValue((module, name), out var known)
            ? known
            : throw cursor.Error($"it names {Printable.From($"{module}.{name}")}, {Explain(module, name)} Nothing was executed.");

    private static string Explain(string module, string name)
    {
        if (module == "torch" && name.StartsWith("Complex", StringComparison.Ordinal))
            return "complex values, which have no float32: save their real and imaginary parts as tensors of their own.";
        if ((module == "torch" && name.StartsWith('Q') && name.EndsWith("Storage", StringComparison.Ordinal))
            || (module == "torch._utils" && name == "_rebuild_qtensor"))
        {
            return "a quantized tensor: save it dequantized, tensor.dequantize().";
        }

        if (module == "torch._utils" && name.Contains("sparse", StringComparison.Ordinal))
            return "a sparse tensor: save it as tensor.to_dense().";
        if (module is "torch" or "torch._utils" or "torch.storage")
            return "a kind of tensor that this reader does not know: save the model with its tensors as float32, model.float().state_dict().";
        if (module.StartsWith("numpy", StringComparison.Ordinal))
            return "a NumPy object: save tensors only, torch.save(model.state_dict(), path).";
        return "which no state_dict needs: this is a whole pickled model, or a checkpoint with other objects in it. "
            + "Save the weights alone: torch.save(model.state_dict(), path).";
    }
}
