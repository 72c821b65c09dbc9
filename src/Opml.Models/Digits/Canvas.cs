namespace Opml.Models.Digits;

/// <summary>Collects how much ink each pixel of a small square has, 0 to 1.</summary>
internal sealed class Canvas(int side)
{
    private readonly double[] _ink = new double[side * side];

    /// <summary>The ink of each pixel, row by row.</summary>
    public ReadOnlySpan<double> Ink => _ink;

    /// <summary>
    /// Draws a line with round ends. Coordinates are pixels, pixel (0, 0) having its centre at (0.5, 0.5). The edge fades
    /// over one pixel; a pixel keeps the most ink that any line gave it.
    /// </summary>
    public void Line(double x0, double y0, double x1, double y1, double radius)
    {
        double reach = radius + 0.5;
        int top = Bound(Math.Min(y0, y1) - reach);
        int bottom = Bound(Math.Max(y0, y1) + reach);
        int left = Bound(Math.Min(x0, x1) - reach);
        int right = Bound(Math.Max(x0, x1) + reach);
        double dx = x1 - x0;
        double dy = y1 - y0;
        double lengthSquared = dx * dx + dy * dy;
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                double px = x + 0.5 - x0;
                double py = y + 0.5 - y0;
                double along = lengthSquared == 0 ? 0 : Math.Clamp((px * dx + py * dy) / lengthSquared, 0, 1);
                double ex = px - along * dx;
                double ey = py - along * dy;
                double ink = Math.Clamp(reach - Math.Sqrt(ex * ex + ey * ey), 0, 1);
                ref double pixel = ref _ink[y * side + x];
                pixel = Math.Max(pixel, ink);
            }
        }
    }

    private int Bound(double coordinate) => (int)Math.Clamp(Math.Floor(coordinate), 0, side - 1);
}
