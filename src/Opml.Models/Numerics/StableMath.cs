namespace Opml.Models.Numerics;

/// <summary>
/// Functions of additions and multiplications in a fixed order alone, which IEEE 754 fixes to the bit; the platform's
/// own differ in last digits between operating systems.
/// </summary>
internal static class StableMath
{
    private const double Log2OfE = 1.4426950408889634;
    private const double Ln2High = 0.693147180369123816490; // 32 bits, so that its multiples are exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const int TaylorTerms = 13;

    /// <summary>e^x to about 15 digits; 0 below -700. For x up to 700.</summary>
    public static double Exp(double x)
    {
        if (x < -700)
            return 0;
        double k = Math.Floor(x * Log2OfE + 0.5);
        double r = x - k * Ln2High - k * Ln2Low;
        double sum = 1;
        for (int n = TaylorTerms; n >= 1; n--)
            sum = 1 + sum * r / n;
        return sum * BitConverter.Int64BitsToDouble(((long)k + 1023) << 52);
    }
}
