using Opml.Models.Data;

namespace Opml.Models.Tests.Data;

public class SamplesTests
{
    [Fact]
    public void Pixels_are_byte_over_255_rounded_to_float32()
    {
        byte[] pixels = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var images = new LabelledImages(16, 16, pixels, new byte[] { 7 });
        var values = new float[256];
        images.CopyTo(0, values);
        Assert.Equal(pixels.Select(p => p / 255f), values);
        Assert.Equal(7, images.GetClass(0));
    }

    [Theory]
    [InlineData(new float[0], 0, "no values")]
    [InlineData(new[] { 1f }, 0, "1 values, and those before it 2")]
    [InlineData(new[] { 1f, float.NaN }, 0, "Value 1 of sample 1 is NaN")]
    [InlineData(new[] { float.NegativeInfinity, 1f }, 0, "Value 0 of sample 1")]
    [InlineData(new[] { 1f, 1f }, -1, "of class -1")]
    [InlineData(new[] { 1f, 1f }, 65536, "of class 65536")]
    public void A_vector_that_does_not_fit_is_refused(float[] values, int label, string reason)
    {
        var vectors = new LabelledVectors();
        vectors.Add([1, 2], 3);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => vectors.Add(values, label)).Message, StringComparison.Ordinal);
        Assert.Equal((1, 2), (vectors.Count, vectors.Size));
    }

    [Theory]
    [InlineData(10, 0.2, 2)]
    [InlineData(10, 0.01, 1)]
    [InlineData(10, 0.99, 9)]
    [InlineData(2, 0.5, 1)]
    public void A_set_divides_into_two_that_share_nothing(int count, double share, int held)
    {
        var (training, heldOut) = SampleSubset.Divide(Numbers(count), share, 5);
        Assert.Equal(held, heldOut.Count);
        int[] all = [.. Classes(training), .. Classes(heldOut)];
        Assert.Equal(Enumerable.Range(0, count), all.Order());
        Assert.Equal(Classes(heldOut).Order(), Classes(heldOut));
        var value = new float[1];
        heldOut.CopyTo(0, value);
        Assert.Equal(Classes(heldOut).First(), value[0]);
    }

    [Fact]
    public void Equal_seeds_divide_equally_and_others_otherwise()
    {
        Assert.Equal(HeldOut(1), HeldOut(1));
        Assert.NotEqual(HeldOut(1), HeldOut(2));
        static IEnumerable<int> HeldOut(ulong seed) => Classes(SampleSubset.Divide(Numbers(100), 0.3, seed).HeldOut);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(10, 1)]
    [InlineData(10, double.NaN)]
    [InlineData(1, 0.5)]
    public void What_cannot_be_divided_is_refused(int count, double share) =>
        Assert.Throws<ArgumentException>(() => SampleSubset.Divide(Numbers(count), share, 1));

    private static IEnumerable<int> Classes(SampleSubset samples) => Enumerable.Range(0, samples.Count).Select(samples.GetClass);

    private static LabelledVectors Numbers(int count)
    {
        var vectors = new LabelledVectors();
        for (int i = 0; i < count; i++)
            vectors.Add([i], i);
        return vectors;
    }
}
