namespace Opml.Models.Digits;

/// <summary>
/// The strokes of the ten digits, several ways of writing each, on a grid of 100 x 100 (x to the right, y down). A
/// smooth stroke is a Catmull-Rom curve through its points, any other a line from point to point.
/// </summary>
internal static class DigitShapes
{
    /// <summary>The ways of writing a digit; each is a list of strokes.</summary>
    public static Stroke[][] Of(int digit) => Shapes[digit];

    private static readonly Stroke[][][] Shapes =
    [
        [
            [Smooth(52, 0, 27, 13, 16, 48, 24, 84, 50, 100, 76, 86, 84, 50, 74, 14, 50, 0)],
            [Smooth(60, 3, 36, 5, 15, 30, 14, 66, 32, 97, 62, 98, 84, 70, 83, 32, 64, 6, 48, 4)],
        ],
        [
            [Lines(50, 0, 50, 100)],
            [Lines(30, 22, 54, 0, 54, 100)],
            [Lines(32, 20, 52, 0, 52, 100), Lines(28, 100, 76, 100)],
        ],
        [
            [Smooth(18, 26, 28, 6, 52, 0, 76, 12, 77, 36, 56, 62, 34, 82, 15, 99), Lines(15, 99, 86, 99)],
            [Smooth(20, 18, 44, 1, 72, 10, 74, 38, 48, 70, 24, 92, 16, 84, 30, 76, 52, 88, 84, 96)],
        ],
        [
            [Smooth(18, 12, 44, 0, 73, 11, 72, 35, 42, 47), Smooth(42, 47, 76, 56, 82, 78, 60, 97, 32, 99, 13, 86)],
            [Lines(18, 2, 78, 2, 44, 42), Smooth(44, 42, 74, 50, 82, 74, 62, 96, 34, 99, 14, 88)],
        ],
        [
            [Lines(64, 0, 12, 66, 92, 66), Lines(66, 26, 66, 100)],
            [Lines(26, 0, 16, 54, 82, 54), Lines(76, 0, 70, 100)],
            [Lines(60, 0, 60, 100), Lines(60, 0, 10, 68, 88, 68)],
        ],
        [
            [Lines(82, 2, 30, 2, 24, 46), Smooth(24, 46, 52, 37, 78, 50, 81, 74, 60, 97, 32, 98, 14, 86)],
            [Lines(28, 4, 24, 44), Smooth(24, 44, 50, 38, 76, 50, 78, 80, 52, 100, 18, 92), Lines(28, 4, 80, 0)],
        ],
        [
            [Smooth(72, 2, 44, 16, 22, 48, 18, 78, 38, 99, 66, 96, 80, 75, 66, 54, 42, 55, 21, 73)],
            [Smooth(52, 0, 30, 34, 20, 68, 30, 95, 56, 99, 75, 84, 70, 62, 48, 58, 24, 76)],
        ],
        [
            [Lines(14, 3, 84, 3, 40, 100)],
            [Lines(14, 3, 84, 3, 44, 100), Lines(34, 52, 74, 52)],
            [Lines(16, 18, 18, 4), Lines(18, 4, 82, 4), Smooth(82, 4, 64, 34, 50, 66, 46, 100)],
        ],
        [
            [Smooth(52, 48, 25, 32, 27, 10, 50, 0, 73, 10, 75, 32, 50, 48, 22, 68, 22, 91, 50, 100, 78, 91, 78, 68, 50, 47)],
            [Smooth(78, 14, 54, 0, 28, 10, 30, 32, 58, 50, 78, 72, 66, 96, 38, 98, 22, 78, 40, 54, 70, 32, 78, 12)],
        ],
        [
            [Smooth(79, 26, 62, 50, 34, 47, 21, 26, 34, 5, 58, 0, 77, 12, 80, 34, 76, 66, 64, 100)],
            [Smooth(76, 24, 58, 47, 34, 44, 22, 24, 36, 4, 60, 1, 76, 16, 78, 50, 72, 84, 50, 100, 24, 92)],
            [Smooth(76, 8, 48, 1, 24, 18, 28, 42, 56, 46, 76, 10), Lines(77, 8, 72, 100)],
        ],
    ];

    private static Stroke Smooth(params double[] coordinates) => new(true, coordinates);

    private static Stroke Lines(params double[] coordinates) => new(false, coordinates);

    /// <summary>A stroke through points x0, y0, x1, y1, …</summary>
    internal sealed record Stroke(bool IsSmooth, double[] Coordinates);
}
