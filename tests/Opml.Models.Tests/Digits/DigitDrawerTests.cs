using System.Security.Cryptography;
using Opml.Models.Digits;

namespace Opml.Models.Tests.Digits;

public class DigitDrawerTests
{
    [Fact]
    public void The_digits_of_a_seed_are_the_same_everywhere()
    {
        // Of these very bytes the tutorial's model is made: they may not change with platform, processor or release.
        var digits = DigitDrawer.Draw(1000, 1, cancellationToken: Token);
        Assert.Equal("30ba509c0c247e449bd26ef6df156c9bb799ed346489e5877fbf83af4aaace28", Hash(digits.Pixels));
        Assert.Equal("57327b0f9c0ad8ed290fbd705d1a978f01005f093014528d8fb7ef7faee1730b", Hash(digits.Labels));
    }

    [Fact]
    public void A_digit_depends_on_seed_and_number_alone()
    {
        var many = DigitDrawer.Draw(50, 3, 0, Token);
        var few = DigitDrawer.Draw(5, 3, 20, Token);
        Assert.Equal(many.Slice(20, 5).Pixels.ToArray(), few.Pixels.ToArray());
        Assert.Equal(many.Slice(20, 5).Labels.ToArray(), few.Labels.ToArray());
        Assert.NotEqual(many.Pixels.ToArray(), DigitDrawer.Draw(50, 4, 0, Token).Pixels.ToArray());
    }

    [Fact]
    public void Progress_tells_how_many_are_drawn_and_at_last_all()
    {
        var told = new Told();
        DigitDrawer.Draw(1000, 1, 0, told, Token);
        Assert.Equal([256, 512, 768], told.Values.SkipLast(1).Order());
        Assert.Equal(1000, told.Values.Last());
    }

    [Fact]
    public void All_classes_come_about_equally_often()
    {
        var counts = DigitDrawer.Draw(5000, 2, cancellationToken: Token).Labels.ToArray().CountBy(l => l).ToDictionary();
        Assert.Equal(Enumerable.Range(0, 10), counts.Keys.Select(k => (int)k).Order());
        Assert.All(counts.Values, n => Assert.InRange(n, 400, 600));
    }

    [Fact]
    public void A_digit_is_bright_strokes_on_a_dark_ground_inside_the_square()
    {
        var digits = DigitDrawer.Draw(500, 5, cancellationToken: Token);
        for (int i = 0; i < digits.Count; i++)
        {
            byte[] image = digits.Image(i).ToArray();
            Assert.InRange(image.Count(p => p > 128), 15, 300);
            Assert.InRange(image.Count(p => p < 40), 350, 770);
            Assert.DoesNotContain(image[..28], p => p > 128);
        }
    }

    [Fact]
    public void Drawing_stops_when_told()
    {
        Assert.Throws<OperationCanceledException>(() => DigitDrawer.Draw(1000, 1, 0, new CancellationToken(true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitDrawer.Draw(-1, 1, cancellationToken: Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitDrawer.Draw(int.MaxValue, 1, cancellationToken: Token));
        Assert.Equal(0, DigitDrawer.Draw(0, 1, cancellationToken: Token).Count);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Hash(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));

    private sealed class Told : IProgress<int>
    {
        public System.Collections.Concurrent.ConcurrentQueue<int> Values { get; } = new();

        public void Report(int value) => Values.Enqueue(value);
    }
}
