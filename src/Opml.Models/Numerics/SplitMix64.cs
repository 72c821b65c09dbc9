namespace Opml.Models.Numerics;

/// <summary>
/// A small random generator with the same numbers everywhere: a counter in steps of the golden ratio, mixed (Steele,
/// Lea and Flood, "Fast splittable pseudorandom number generators", 2014). Not for secrets.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private const ulong Step = 0x9e3779b97f4a7c15;

    private ulong _state = seed;

    /// <summary>A generator for item <paramref name="index"/> of a series: independent of how many items there are.</summary>
    public static SplitMix64 For(ulong seed, ulong index) => new(Mix(Mix(seed + Step) ^ (index + 1) * Step));

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_state += Step);

    /// <summary>A number from 0 to <paramref name="bound"/> - 1; the bias is below bound / 2^64.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, with 53 random bits.</summary>
    public double Between(double low, double high) => low + (high - low) * ((Next() >> 11) * (1.0 / (1UL << 53)));

    /// <summary>Puts items into a random order, every order as likely (Fisher and Yates, in Durstenfeld's form).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
