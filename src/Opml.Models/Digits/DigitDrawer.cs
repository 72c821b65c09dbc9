using Opml.Models.Data;
using Opml.Models.Numerics;

namespace Opml.Models.Digits;

/// <summary>
/// Draws digits like handwritten ones, 28 x 28 grey bytes, white on black: strokes with jitter, slant, rotation, size,
/// place and thickness of their own, smooth edges, noise. Digit N of a seed is the same on every platform and however many
/// are drawn: additions, multiplications, divisions and square roots of doubles alone, which IEEE 754 fixes to the bit.
/// </summary>
public static class DigitDrawer
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Side = 28;

    private const int Classes = 10;
    private const int StepsPerCurve = 5;

    /// <summary>Draws a stretch of the endless series that a seed stands for; every class is equally likely.</summary>
    /// <param name="count">How many digits.</param>
    /// <param name="seed">Which series.</param>
    /// <param name="first">The number of the first in the series, so that training and held-out digits can be apart.</param>
    /// <param name="cancellationToken">Stops the drawing.</param>
    /// <returns>The images with their labels 0 to 9.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LabelledImages Draw(int count, ulong seed, long first = 0, CancellationToken cancellationToken = default)
    {
        const int most = int.MaxValue / (Side * Side);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, most);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        var pixels = new byte[count * Side * Side];
        var labels = new byte[count];
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, count, options, i =>
        {
            var random = SplitMix64.For(seed, (ulong)(first + i));
            labels[i] = (byte)random.Below(Classes);
            DrawOne(labels[i], ref random, pixels.AsSpan(i * Side * Side, Side * Side));
        });
        return new LabelledImages(Side, Side, pixels, labels);
    }

    private static void DrawOne(int digit, ref SplitMix64 random, Span<byte> image)
    {
        var ways = DigitShapes.Of(digit);
        var strokes = ways[random.Below(ways.Length)];
        var pose = new Pose(ref random);
        double radius = random.Between(0.75, 1.55);
        var canvas = new Canvas(Side);
        foreach (var stroke in strokes)
            DrawStroke(canvas, stroke, pose, radius, ref random);

        double white = random.Between(200, 255);
        double noise = random.Between(0, 36);
        for (int i = 0; i < image.Length; i++)
            image[i] = (byte)Math.Clamp(canvas.Ink[i] * white + random.Between(-noise, noise), 0, 255);
    }

    private static void DrawStroke(Canvas canvas, DigitShapes.Stroke stroke, Pose pose, double radius, ref SplitMix64 random)
    {
        int count = stroke.Coordinates.Length / 2;
        var x = new double[count];
        var y = new double[count];
        for (int i = 0; i < count; i++)
        {
            double gridX = stroke.Coordinates[2 * i] + random.Between(-5, 5);
            double gridY = stroke.Coordinates[2 * i + 1] + random.Between(-5, 5);
            (x[i], y[i]) = pose.Place(gridX, gridY);
        }

        int steps = stroke.IsSmooth ? StepsPerCurve : 1;
        double fromX = x[0];
        double fromY = y[0];
        for (int i = 0; i + 1 < count; i++)
        {
            for (int s = 1; s <= steps; s++)
            {
                double toX = s == steps ? x[i + 1] : Curve(x, i, (double)s / steps);
                double toY = s == steps ? y[i + 1] : Curve(y, i, (double)s / steps);
                canvas.Line(fromX, fromY, toX, toY, radius);
                (fromX, fromY) = (toX, toY);
            }
        }
    }

    // Catmull-Rom between points i and i + 1; at an end, the missing neighbour is the end itself.
    private static double Curve(double[] p, int i, double t)
    {
        double before = p[Math.Max(i - 1, 0)];
        double after = p[Math.Min(i + 2, p.Length - 1)];
        double a = 2 * p[i];
        double b = p[i + 1] - before;
        double c = 2 * before - 5 * p[i] + 4 * p[i + 1] - after;
        double d = 3 * p[i] - before - 3 * p[i + 1] + after;
        return 0.5 * (a + (b + (c + d * t) * t) * t);
    }

    /// <summary>Where a digit lies: grid coordinates to pixels.</summary>
    private readonly struct Pose
    {
        private readonly double _xx;
        private readonly double _xy;
        private readonly double _yx;
        private readonly double _yy;
        private readonly double _x0;
        private readonly double _y0;

        public Pose(ref SplitMix64 random)
        {
            double width = random.Between(0.135, 0.2);
            double height = random.Between(0.17, 0.215);
            double slant = random.Between(-0.12, 0.3);

            // Sine and cosine by the tangent of half the angle: rational, so exact in its order of operations.
            double half = random.Between(-0.14, 0.14);
            double cosine = (1 - half * half) / (1 + half * half);
            double sine = 2 * half / (1 + half * half);
            double sheared = -slant * height;
            _xx = cosine * width;
            _xy = cosine * sheared - sine * height;
            _yx = sine * width;
            _yy = sine * sheared + cosine * height;
            _x0 = Side / 2.0 + random.Between(-2.2, 2.2);
            _y0 = Side / 2.0 + random.Between(-2.2, 2.2);
        }

        public (double X, double Y) Place(double gridX, double gridY)
        {
            double x = gridX - 50;
            double y = gridY - 50;
            return (_x0 + _xx * x + _xy * y, _y0 + _yx * x + _yy * y);
        }
    }
}
