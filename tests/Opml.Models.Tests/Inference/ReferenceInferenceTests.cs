using Opml.Models.Inference;
using Opml.Models.PyTorch;

namespace Opml.Models.Tests.Inference;

public class ReferenceInferenceTests
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
        var inference = Perceptron(([-(1 + 1 / 2048f), x], [0]));
        Assert.Equal(0f, inference.Run(ModelMaker.Bytes(1, x)).Scores[0]);
    }

    [Theory]
    [InlineData(new[] { 1f, 3f, 3f, 2f }, 1)]
    [InlineData(new[] { 0f, -0f, 0f, -0f }, 0)]
    [InlineData(new[] { -3f, -2f, -1f, -1.5f }, 2)]
    [InlineData(new[] { float.NegativeInfinity, 1f, float.PositiveInfinity, float.PositiveInfinity }, 2)]
    [InlineData(new[] { 1f, float.NaN, 2f, 0f }, 2)]
    [InlineData(new[] { float.NaN, 1f, 2f, 0f }, 0)]
    public void The_class_is_the_first_largest_output(float[] outputs, int expected)
    {
        var answer = Perceptron((new float[8], outputs)).Run(new byte[2]);
        Assert.Equal(expected, answer.Class);
        Assert.Equal(outputs, answer.Scores);
        Assert.Equal([0, 0, 0, (byte)expected], answer.Output);
    }

    [Theory]
    [InlineData(2f, 2f)]
    [InlineData(-2f, 0f)]
    [InlineData(-0f, 0f)]
    [InlineData(float.NaN, 0f)]
    [InlineData(1e-45f, 1e-45f)]
    public void Between_layers_only_positive_numbers_pass(float value, float expected)
    {
        var inference = Perceptron((new float[4], [value, value]), ([1, 0, 0, 1], [-0f, -0f]));
        Assert.All(inference.Run(new byte[2]).Scores, s => Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(s)));
    }

    [Fact]
    public void Bytes_stand_for_255ths_and_four_bytes_for_a_big_endian_float()
    {
        var inference = Perceptron(([1, 0, 0, 1], [0, 0]));
        Assert.Equal([100f / 255f, 1f], inference.Run([100, 255]).Scores);
        Assert.Equal([-1.5f, 1e-40f], inference.Run(ModelMaker.Bytes(-1.5f, 1e-40f)).Scores);
        for (int p = 0; p < 256; p++)
            Assert.Equal((float)(p / 255.0), inference.Run([(byte)p, 0]).Scores[0]);
    }

    [Fact]
    public void Probabilities_are_the_softmax_of_the_scores()
    {
        var answer = Perceptron((new float[3], [1, 3, 2])).Run(new byte[1]);
        Assert.Equal(1, answer.Probabilities.Sum(), 6);
        Assert.Equal(Math.Exp(-1) / (Math.Exp(-2) + 1 + Math.Exp(-1)), answer.Probabilities[2], 6);
        Assert.Equal(answer.Probabilities.Max(), answer.Probabilities[answer.Class]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    public void An_input_of_another_length_is_refused(int length)
    {
        var inference = Perceptron(([1, 0, 0, 1], [0, 0]));
        string message = Assert.Throws<ModelFormatException>(() => inference.Run(new byte[length])).Message;
        Assert.Contains("takes 2, one for each number, or 8", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_dict_stands_for_the_ggml_file_that_it_is_converted_to()
    {
        var random = new Random(2);
        Model model = ModelMaker.Make(() => ModelMaker.Normal(random), [2, 1, 3, 3], [4, 8]);
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "m.pth");
        StateDictWriter.Write(model, path, cancellationToken: TestContext.Current.CancellationToken);
        byte[] input = new byte[36];
        random.NextBytes(input);
        var inference = ReferenceInference.Load(path, TestContext.Current.CancellationToken);
        Assert.Equal((GuestProgram.LeNet, 36, 4, path), (inference.Program, inference.Inputs, inference.Outputs, inference.Source));
        Assert.Equal(ModelMaker.Load(ModelMaker.ToGgml(model)).Run(input).Output, inference.Run(input).Output);
    }

    [Fact]
    public void One_model_serves_many_threads()
    {
        var random = new Random(4);
        var inference = ModelMaker.Load(ModelMaker.ToGguf(ModelMaker.Make(() => ModelMaker.Normal(random), [3, 1, 3, 3], [5, 12])));
        byte[][] inputs = [.. Enumerable.Range(0, 200).Select(_ =>
        {
            var input = new byte[inference.Inputs];
            random.NextBytes(input);
            return input;
        })];
        string[] expected = [.. inputs.Select(i => Convert.ToHexString(inference.Run(i).Output))];
        Assert.Equal(expected, inputs.AsParallel().AsOrdered().Select(i => Convert.ToHexString(inference.Run(i).Output)));
    }

    [Fact]
    public void What_is_unknown_is_told_what_is_known()
    {
        var model = new Model("m", [Tensor.Create(0, "w", [2, 2], new float[4]), Tensor.Create(1, "b", [3], new float[3])]);
        string message = Assert.Throws<ModelFormatException>(() => ReferenceInference.From(model.AsSource(), TestContext.Current.CancellationToken)).Message;
        foreach (string part in (string[])["'m'", "w Float32 [2, 2] and b Float32 [3] do not fit together", "perceptrons", "LeNet", "GGUF", "Invoke-MipsVm"])
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    private static float One(float[] row, float bias) => Perceptron((row, [bias])).Run(ModelMaker.Bytes(row.Select(_ => 1f))).Scores[0];

    private static ReferenceInference Perceptron(params (float[] Weights, float[] Bias)[] layers) => ReferenceInference.From(
        new Model("m", [.. layers.SelectMany((l, i) => new[]
        {
            Tensor.Create(2 * i, $"w{i}", [l.Bias.Length, l.Weights.Length / l.Bias.Length], l.Weights),
            Tensor.Create(2 * i + 1, $"b{i}", [l.Bias.Length], l.Bias),
        })]).AsSource(),
        TestContext.Current.CancellationToken);
}
