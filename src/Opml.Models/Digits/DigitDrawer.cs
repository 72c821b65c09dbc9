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
    private const double Jitter = 5; // of a grid of 100
    private const int ReportEvery = 256; // digits
    private const double Margin = 1.5; // pixels, of which half is the fading edge

    /// <inheritdoc cref="Draw(int, ulong, long, IProgress{int}?, CancellationToken)"/>
    public static LabelledImages Draw(int count, ulong seed, long first = 0, CancellationToken cancellationToken = default) =>
        Draw(count, seed, first, null, cancellationToken);

    /// <summary>Draws a stretch of the endless series that a seed stands for; every class is equally likely.</summary>
    /// <param name="count">How many digits.</param>
    /// <param name="seed">Which series.</param>
    /// <param name="first">The number of the first in the series, so that training and held-out digits can be apart.</param>
    /// <param name="progress">Told now and then, from any thread, how many are drawn; at the end, the count.</param>
    /// <param name="cancellationToken">Stops the drawing.</param>
    /// <returns>The images with their labels 0 to 9.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LabelledImages Draw(int count, ulong seed, long first, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        const int most = int.MaxValue / (Side * Side);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, most);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        var pixels = new byte[count * Side * Side];
        var labels = new byte[count];
        int drawn = 0;
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, count, options, i =>
        {
            var random = SplitMix64.For(seed, (ulong)(first + i));
            labels[i] = (byte)random.Below(Classes);
            DrawOne(labels[i], ref random, pixels.AsSpan(i * Side * Side, Side * Side));
            int done = Interlocked.Increment(ref drawn);
            if (done % ReportEvery == 0) progress?.Report(done);
        });
        progress?.Report(count);
        return new LabelledImages(Side, Side, pixels, labels);
    }

    private static void DrawOne(int digit, ref SplitMix64 random, Span<byte> image)
    {
        var ways = DigitShapes.Of(digit);
        var strokes = ways[random.Below(ways.Length)];
        double radius = random.Between(0.75, 1.55);
        var canvas = new Canvas(Side);
        double[][] placed = PlaceAll(strokes, new Pose(ref random), ref random);
        MoveInside(placed, 0, radius + Margin);
        MoveInside(placed, 1, radius + Margin);
        for (int s = 0; s < strokes.Length; s++)
            DrawStroke(canvas, placed[s], strokes[s].IsSmooth, radius);

        double white = random.Between(200, 255);
        double noise = random.Between(0, 36);
        for (int i = 0; i < image.Length; i++)
            image[i] = (byte)Math.Clamp(canvas.Ink[i] * white + random.Between(-noise, noise), 0, 255);
    }

    private static double[][] PlaceAll(DigitShapes.Stroke[] strokes, Pose pose, ref SplitMix64 random)
    {
        var placed = new double[strokes.Length][];
        for (int s = 0; s < strokes.Length; s++)
        {
            double[] grid = strokes[s].Coordinates;
            placed[s] = new double[grid.Length];
            for (int i = 0; i < grid.Length; i += 2)
            {
                double x = grid[i] + random.Between(-Jitter, Jitter);
                double y = grid[i + 1] + random.Between(-Jitter, Jitter);
                (placed[s][i], placed[s][i + 1]) = pose.Place(x, y);
            }
        }

        return placed;
    }

    // Shifts all x (axis 0) or all y (axis 1), so that no point is nearer to an edge than the margin, if that can be.
    private static void MoveInside(double[][] strokes, int axis, double margin)
    {
        double low = Side;
        double high = 0;
        foreach (double[] stroke in strokes)
        {
            for (int i = axis; i < stroke.Length; i += 2)
            {
                low = Math.Min(low, stroke[i]);
                high = Math.Max(high, stroke[i]);
            }
        }

        double shift = Math.Max(margin - low, 0) - Math.Max(high - (Side - margin), 0);
        foreach (double[] stroke in strokes)
        {
            for (int i = axis; i < stroke.Length; i += 2)
                stroke[i] += shift;
        }
    }

    private static void DrawStroke(Canvas canvas, double[] points, bool smooth, double radius)
    {
        int steps = smooth ? StepsPerCurve : 1;
        double fromX = points[0];
        double fromY = points[1];
        for (int i = 2; i < points.Length; i += 2)
        {
            for (int s = 1; s <= steps; s++)
            {
                double toX = s == steps ? points[i] : Curve(points, i, (double)s / steps);
                double toY = s == steps ? points[i + 1] : Curve(points, i + 1, (double)s / steps);
                canvas.Line(fromX, fromY, toX, toY, radius);
                (fromX, fromY) = (toX, toY);
            }
        }
    }

    // One coordinate of a Catmull-Rom curve from the point before to the one at i; coordinates of one axis are two apart.
    // At an end of the stroke, the missing neighbour is the end itself.
    private static double Curve(double[] points, int i, double t)
    {
        double from = points[i - 2];
        double to = points[i];
        double before = i >= 4 ? points[i - 4] : from;
        double after = i + 2 < points.Length ? points[i + 2] : to;
        double a = 2 * from;
        double b = to - before;
        double c = 2 * before - 5 * from + 4 * to - after;
        double d = 3 * from - before - 3 * to + after;
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
