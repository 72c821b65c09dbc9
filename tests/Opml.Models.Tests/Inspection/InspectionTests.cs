using Opml.Models.Inspection;
using Opml.Models.Reading;
using Opml.Models.Sources;

namespace Opml.Models.Tests.Inspection;

public class InspectionTests
{
    public static TheoryData<float[], TensorStatistics> Rows => new()
    {
        { [1, 2, 3, 4], new(1, 4, 2.5, Math.Sqrt(1.25), 0, 0, 0) },
        { [0, -0f, 5], new(0, 5, 5.0 / 3, Math.Sqrt(50.0 / 9), 2, 0, 0) },
        { [float.NaN, 2, float.PositiveInfinity, float.NegativeInfinity, 2], new(2, 2, 2, 0, 0, 1, 2) },
        { [float.NaN], new(double.NaN, double.NaN, double.NaN, double.NaN, 0, 1, 0) },
        { [], new(double.NaN, double.NaN, double.NaN, double.NaN, 0, 0, 0) },
    };

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Statistics_are_of_the_finite_values(float[] values, TensorStatistics expected)
    {
        var found = TensorStatistics.Of(One(values), 0, Token);
        Assert.Equal(expected.StandardDeviation, found.StandardDeviation, 1e-12);
        Assert.Equal(expected, found with { StandardDeviation = expected.StandardDeviation });
    }

    [Fact]
    public void Statistics_of_many_stretches_are_those_of_the_whole()
    {
        float[] values = [.. Enumerable.Range(0, 300_000).Select(i => 1000 + (i % 1000) / 8f)];
        var found = TensorStatistics.Of(One(values), 0, Token);
        double mean = values.Average(v => (double)v);
        Assert.Equal(mean, found.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), found.StandardDeviation, 1e-9);
        Assert.Equal((1000, 1124.875), (found.Minimum, found.Maximum));
    }

    [Theory]
    [InlineData("types.pt", "float64", 3.5e38)]
    [InlineData("types.safetensors", "int64", 9223372036854775807.0)]
    [InlineData("types.pt", "int32", 2147483647)]
    [InlineData("types.pt", "float16", 64736)]
    [InlineData("types.pt", "bool", 1)]
    public void Values_wider_than_float32_keep_their_width(string file, string name, double maximum)
    {
        using var source = ModelFile.Open(TestFiles.Path(file));
        var summary = ModelSummary.Of(source, 0, statistics: true, cancellationToken: Token);
        Assert.Equal(maximum, Assert.Single(summary.Tensors, t => t.Name == name).Maximum);
    }

    public static TheoryData<string, Tensor, Tensor, double, TensorMatch, string> Pairs => new()
    {
        { "equal", T([2], 1, 2), T([2], 1, 2), 0, TensorMatch.Same, "w: the same" },
        { "equal but for dimensions of 1", T([1, 2], 1, 2), T([2, 1], 1, 2), 0, TensorMatch.Same, "w: the same" },
        { "NaN and NaN", T([1], float.NaN), T([1], float.NaN), 0, TensorMatch.Same, "w: the same" },
        { "0 and -0", T([1], 0), T([1], -0f), 0, TensorMatch.Values, "w: 1 of 1 values differ, first at [0]: 0 and -0, at most 0 apart" },
        { "0 and -0 with a tolerance", T([1], 0), T([1], -0f), 1e-9, TensorMatch.Same, "w: the same" },
        { "the last bit", T([2, 2], 1, 2, 3, 4), T([2, 2], 1, 2, MathF.BitIncrement(3), 4), 0, TensorMatch.Values, "w: 1 of 4 values differ, first at [1, 0]: 3 and 3.000000238418579, at most 2.384185791015625E-07 apart" },
        { "inside the tolerance", T([2], 1, 2), T([2], 1.5f, 1.5f), 0.5, TensorMatch.Same, "w: the same" },
        { "outside it", T([2], 1, 2), T([2], 1.5f, 1), 0.5, TensorMatch.Values, "w: 1 of 2 values differ, first at [1]: 2 and 1, at most 1 apart" },
        { "NaN and a number", T([1], float.NaN), T([1], 1), 9, TensorMatch.Values, "w: 1 of 1 values differ, first at [0]: NaN and 1, at most Infinity apart" },
        { "infinities", T([2], float.PositiveInfinity, float.PositiveInfinity), T([2], float.PositiveInfinity, float.NegativeInfinity), 9, TensorMatch.Values, "w: 1 of 2 values differ, first at [1]: Infinity and -Infinity, at most Infinity apart" },
        { "another shape", T([2, 3], 1, 2, 3, 4, 5, 6), T([3, 2], 1, 2, 3, 4, 5, 6), 9, TensorMatch.Shape, "w: shape [2, 3] and [3, 2]" },
    };

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void Two_tensors_compare(string what, Tensor left, Tensor right, double tolerance, TensorMatch match, string text)
    {
        var comparison = ModelComparison.Of(new Model("l", [left]).AsSource(), new Model("r", [right]).AsSource(), tolerance, cancellationToken: Token);
        var tensor = Assert.Single(comparison.Tensors);
        Assert.True(match == tensor.Match && text == tensor.ToString(), $"{what}: {tensor.Match}, {tensor}");
        Assert.Equal(match == TensorMatch.Same, comparison.Same);
    }

    [Fact]
    public void Tensors_are_matched_by_name_in_whatever_order()
    {
        var left = new Model("l", [Tensor.Create(0, "a", [1], [1]), Tensor.Create(1, "b", [1], [2]), Tensor.Create(2, "c", [1], [3])]);
        var right = new Model("r", [Tensor.Create(0, "d", [1], [9]), Tensor.Create(1, "b", [1], [2]), Tensor.Create(2, "a", [1], [1])]);
        var comparison = ModelComparison.Of(left.AsSource(), right.AsSource(), cancellationToken: Token);
        Assert.Equal(["a: the same", "b: the same", "c: only in the reference", "d: only in the other file"], comparison.Tensors.Select(t => t.ToString()));
        Assert.Equal(["c", "d"], comparison.Differences.Select(t => t.Name));
    }

    [Fact]
    public void Tensors_without_names_are_matched_by_place()
    {
        using var source = ModelFile.Open(TestFiles.Path("module.pt"));
        using var ggml = ModelFile.Open(TestFiles.Path("module.bin"));
        Assert.True(ModelComparison.Of(source, ggml, cancellationToken: Token).Same);
        Assert.Equal(source.Tensors.Select(t => t.Name), ModelComparison.Of(ggml, source, cancellationToken: Token).Tensors.Select(t => t.Name));
    }

    [Theory]
    [InlineData("types.pt", "types.safetensors")]
    [InlineData("types.pt", "big-endian.pt")]
    [InlineData("lenet.pt", "lenet.safetensors")]
    [InlineData("views.pt", "legacy-views.pt")]
    public void One_model_in_two_formats_is_the_same(string left, string right)
    {
        using var one = ModelFile.Open(TestFiles.Path(left));
        using var other = ModelFile.Open(TestFiles.Path(right));
        Assert.Empty(ModelComparison.Of(one, other, cancellationToken: Token).Differences);
    }

    [Fact]
    public void A_difference_below_float32_is_one()
    {
        using var exact = ModelFile.Open(TestFiles.Path("types.pt"));
        using var rounded = ModelFile.Open(TestFiles.Path("types.bin"));
        var comparison = ModelComparison.Of(exact, rounded, cancellationToken: Token);
        Assert.Equal(["float64", "int64", "int32"], comparison.Differences.Select(d => d.Name));
    }

    private static Tensor T(int[] shape, params float[] values) => Tensor.Create(0, "w", shape, values);

    private static ITensorSource One(float[] values) => new Model("m", [Tensor.Create(0, "w", [values.Length], values)]).AsSource();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
