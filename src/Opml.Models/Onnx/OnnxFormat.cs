using System.Collections.Immutable;
using Opml.Models.Sources;

namespace Opml.Models.Onnx;

/// <summary>
/// Reads the initializers of an ONNX model (onnx.proto: ModelProto.graph.initializer), in file order, and what the
/// model says of itself. Nodes are passed over. Values that lie in files beside the model are refused, as are sparse ones.
/// </summary>
internal static class OnnxFormat
{
    private const int LongestText = 1 << 16;
    private const int MaximumPairs = 1 << 12;

    /// <summary>Opens a file, which the source takes over.</summary>
    public static OnnxSource Open(RandomBytes bytes)
    {
        var model = new ProtoReader(bytes, 0, bytes.Length);
        var metadata = ImmutableArray.CreateBuilder<MetadataEntry>();
        List<OnnxTensor>? tensors = null;
        while (model.Next())
        {
            switch (model.Field)
            {
                case 1 or 5: // ir_version, model_version
                    metadata.Add(new MetadataEntry(model.Field == 1 ? "onnx.ir_version" : "onnx.model_version", (long)model.Require(WireType.Varint).Number));
                    break;
                case 2 or 3 or 4 or 6: // producer_name, producer_version, domain, doc_string
                    string key = model.Field switch { 2 => "onnx.producer_name", 3 => "onnx.producer_version", 4 => "onnx.domain", _ => "onnx.doc_string" };
                    metadata.Add(new MetadataEntry(key, model.Text(LongestText)));
                    break;
                case 7 when tensors is not null:
                    throw model.Error("a second graph; the file is damaged.");
                case 7: // graph
                    tensors = ReadGraph(model.Message(), bytes);
                    break;
                case 14: // metadata_props
                    metadata.Add(ReadPair(model.Message()));
                    break;
                default:
                    break;
            }

            if (metadata.Count > MaximumPairs)
                throw model.Error($"over {MaximumPairs} properties, more than this reader takes.");
        }

        if (tensors is null)
            throw new ModelFormatException($"'{bytes.Source}' is an ONNX file without a graph, or no ONNX file; export the model again.");
        return new OnnxSource(bytes, [.. tensors], metadata.ToImmutable());
    }

    private static List<OnnxTensor> ReadGraph(ProtoReader graph, RandomBytes bytes)
    {
        var tensors = new List<OnnxTensor>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (graph.Next())
        {
            if (graph.Field == 15)
                throw graph.Error("a sparse initializer, which this reader does not take: export the model with dense weights.");
            if (graph.Field != 5)
                continue;
            if (tensors.Count == Limits.Tensors)
                throw graph.Error($"more than the {Limits.Tensors} initializers that this reader takes.");
            var tensor = OnnxTensor.Read(graph.Message(), bytes, tensors.Count);
            if (!names.Add(tensor.Info.Name))
                throw graph.Error($"two initializers have the name '{Printable.From(tensor.Info.Name)}'; the file is damaged.");
            tensors.Add(tensor);
        }

        return tensors;
    }

    private static MetadataEntry ReadPair(ProtoReader pair)
    {
        string key = string.Empty;
        string value = string.Empty;
        while (pair.Next())
        {
            if (pair.Field == 1)
                key = pair.Text(LongestText);
            else if (pair.Field == 2)
                value = pair.Text(LongestText);
        }

        return new MetadataEntry(key, value);
    }
}
