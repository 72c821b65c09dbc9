using System.Buffers.Binary;
using Opml.Models.Ggml;
using Opml.Models.Inference;
using Opml.Models.Reading;

namespace Opml.Models.Tests.Inference;

public class PerceptronInferenceTests
{
    private const float Half = 5.9604645e-08f; // 2^-24: half of the last place of 1

    [Fact]
    public void Sums_go_from_left_to_right_and_the_bias_comes_last()
    {
        // 1 + 2^-24 is a tie and rounds to 1, so both small terms are lost from the left; from the right they are not.
        Assert.Equal(1f, One([1, Half, Half], 0));
        Assert.Equal(1f + 2 * Half, One([Half, Half, 1], 0));
        Assert.Equal(1f, One([Half, 1, 0], Half));
    }

    [Fact]
    public void Products_are_rounded_before_they_are_added()
    {
        // (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24 rounds to 1 + 2^-11; fused, the difference below would be 2^-24.
        float x = 1 + 1 / 4096f;
        var model = Model(([-(1 + 1 / 2048f), x, 0, 0], [0, 0]), 2);
        Assert.Equal(0f, new PerceptronInference(model).Logits(Floats(1, x))[0]);
    }

    [Theory]
    [InlineData(new[] { 1f, 3f, 3f, 2f }, 1)]
    [InlineData(new[] { 0f, -0f, 0f, -0f }, 0)]
    [InlineData(new[] { -3f, -2f, -1f, -1.5f }, 2)]
    [InlineData(new[] { float.NegativeInfinity, 1f, float.PositiveInfinity, float.PositiveInfinity }, 2)]
    [InlineData(new[] { 1f, float.NaN, 2f, 0f }, 2)]
    [InlineData(new[] { float.NaN, 1f, 2f, 0f }, 0)]
    public void The_class_is_the_first_largest_output(float[] outputs, int expected) =>
        Assert.Equal(expected, new PerceptronInference(Model((new float[8], outputs), 2)).Classify(new byte[2]));

    [Theory]
    [InlineData(2f, 2f)]
    [InlineData(-2f, 0f)]
    [InlineData(-0f, 0f)]
    [InlineData(float.NaN, 0f)]
    [InlineData(1e-45f, 1e-45f)]
    public void Between_layers_only_positive_numbers_pass(float value, float expected)
    {
        var model = Join(Model((new float[4], [value, value]), 2), Model(([1, 0, 0, 1], [-0f, -0f]), 2));
        Assert.Equal(Bits([expected, expected]), Bits(new PerceptronInference(model).Logits(new byte[2])));
    }

    [Fact]
    public void Bytes_stand_for_255ths_and_four_bytes_for_a_big_endian_float()
    {
        var inference = new PerceptronInference(Model(([1, 0, 0, 1], [0, 0]), 2));
        Assert.Equal([100f / 255f, 1f], inference.Logits([100, 255]));
        Assert.Equal([-1.5f, 1e-40f], inference.Logits(Floats(-1.5f, 1e-40f)));
        for (int p = 0; p < 256; p++)
            Assert.Equal((float)(p / 255.0), inference.Logits([(byte)p, 0])[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    public void An_input_of_another_length_is_refused(int length)
    {
        var inference = new PerceptronInference(Model(([1, 0, 0, 1], [0, 0]), 2));
        Assert.Contains("takes 2 (a byte each) or 8", Assert.Throws<ModelFormatException>(() => inference.Classify(new byte[length])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ggml_file_is_enough()
    {
        var model = Join(Model((new float[6], [1, 2, 3]), 2), Model(([1, 2, 3, 4, 5, 6], [0, 0]), 3));
        using var stream = new MemoryStream();
        GgmlWriter.Write(model.AsSource(), stream, cancellationToken: TestContext.Current.CancellationToken);
        stream.Position = 0;
        var inference = new PerceptronInference(ModelFile.Load(stream, "m", TestContext.Current.CancellationToken));
        Assert.Equal([2, 3, 2], inference.LayerSizes);
        Assert.Equal([14f, 32f], inference.Logits([1, 1]));
    }

    public static TheoryData<string, Model> Wrong => new()
    {
        { "no tensors", new Model("m", []) },
        { "no bias", new Model("m", [Tensor.Create(0, "w", [2, 2], new float[4])]) },
        { "a bias of another length", new Model("m", [Tensor.Create(0, "w", [2, 2], new float[4]), Tensor.Create(1, "b", [3], new float[3])]) },
        { "bias first", new Model("m", [Tensor.Create(0, "b", [2], new float[2]), Tensor.Create(1, "w", [2, 2], new float[4])]) },
        { "a weight of 3 dimensions", new Model("m", [Tensor.Create(0, "w", [2, 2, 2], new float[8]), Tensor.Create(1, "b", [2], new float[2])]) },
        { "one output", new Model("m", [Tensor.Create(0, "w", [1, 2], new float[2]), Tensor.Create(1, "b", [1], new float[1])]) },
        { "no inputs", new Model("m", [Tensor.Create(0, "w", [2, 0], []), Tensor.Create(1, "b", [2], new float[2])]) },
        { "layers that do not chain", Join(Model((new float[4], new float[2]), 2), Model((new float[6], new float[2]), 3)) },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_is_no_perceptron_is_refused(string what, Model model)
    {
        Assert.NotNull(what);
        Assert.Throws<ModelFormatException>(() => new PerceptronInference(model));
    }

    // One output of interest, and a second one because a dimension of 1 would be squeezed.
    private static float One(float[] row, float bias)
    {
        var model = Model(([.. row, .. row], [bias, bias]), row.Length);
        return new PerceptronInference(model).Logits(Floats([.. row.Select(_ => 1f)]))[0];
    }

    private static Model Model((float[] Weight, float[] Bias) layer, int inputs) =>
        new("m", [Tensor.Create(0, "w", [layer.Bias.Length, inputs], layer.Weight), Tensor.Create(1, "b", [layer.Bias.Length], layer.Bias)]);

    private static Model Join(params Model[] models) => new("m", [.. models.SelectMany(m => m.Tensors)]);

    private static IEnumerable<int> Bits(float[] values) => values.Select(BitConverter.SingleToInt32Bits);

    private static byte[] Floats(params float[] values)
    {
        var bytes = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(i * 4), values[i]);
        return bytes;
    }
}
