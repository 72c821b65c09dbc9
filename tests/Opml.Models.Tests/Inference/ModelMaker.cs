using System.Buffers.Binary;
using Opml.Models.Ggml;
using Opml.Models.Gguf;
using Opml.Models.Inference;
using Opml.Models.Reading;

namespace Opml.Models.Tests.Inference;

/// <summary>Makes models of layers, and the files that the guests read.</summary>
internal static class ModelMaker
{
    /// <summary>A model of pairs of tensors whose values a function draws.</summary>
    /// <param name="draw">Gives each value.</param>
    /// <param name="layers">The shape of each layer's weights, outermost first; the bias is as long as the first dimension.</param>
    public static Model Make(Func<float> draw, params int[][] layers)
    {
        var tensors = new List<Tensor>();
        foreach (int[] shape in layers)
        {
            foreach (int[] dimensions in new[] { shape, [shape[0]] })
            {
                float[] values = [.. Enumerable.Range(0, dimensions.Aggregate(1, static (a, b) => a * b)).Select(_ => draw())];
                tensors.Add(Tensor.Create(tensors.Count, $"t{tensors.Count}", dimensions, values));
            }
        }

        return new Model("m", [.. tensors]);
    }

    public static byte[] ToGgml(Model model, ByteOrder order = ByteOrder.Big)
    {
        using var stream = new MemoryStream();
        GgmlWriter.Write(model.AsSource(), stream, order, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    public static byte[] ToGguf(Model model, GgmlType type = GgmlType.Q8_0, ByteOrder order = ByteOrder.Big)
    {
        using var stream = new MemoryStream();
        GgufWriter.Write(model.AsSource(), stream, new GgufOptions { Type = type, Order = order }, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    public static ReferenceInference Load(byte[] file)
    {
        using var source = ModelFile.Open(new MemoryStream(file), "m");
        return ReferenceInference.From(source, TestContext.Current.CancellationToken);
    }

    /// <summary>Big-endian float32.</summary>
    public static byte[] Bytes(params IEnumerable<float> values) => [.. values.SelectMany(static v =>
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleBigEndian(bytes, v);
        return bytes;
    })];

    /// <summary>Normally distributed.</summary>
    public static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
