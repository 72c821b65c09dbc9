using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Opml.Models.Numerics;

namespace Opml.Models.Inference;

/// <summary>
/// The numbers that go into a layer of examples/guestlib/q8: integers a of at most 2^15 in magnitude, each standing for a · 2^-exponent.
/// They are kept with their signs turned, so that those which are not negative, 2^15 too, fit 16 bits; and behind them is one more, which
/// counts for nothing. If a number is -2^15, each is kept as the sum of two: there are two such vectors, one behind the other.
/// </summary>
/// <param name="capacity">The most numbers that there will be.</param>
internal sealed class FixedNumbers(int capacity)
{
    /// <summary>The length of the largest number.</summary>
    private const int Bits = 15;

    private static readonly short[] s_bytes = [.. Enumerable.Range(0, 256).Select(static b => (short)-(((b << 16) + 255) / 510))];

    private short[] _values = new short[capacity + 1];
    private int _count;

    public int Exponent { get; private set; }

    /// <summary>How many vectors add up to the numbers: 1 or 2.</summary>
    public int Parts { get; private set; }

    /// <summary>The numbers as they are kept.</summary>
    public ReadOnlySpan<short> Values => _values.AsSpan(0, Parts * (_count + 1));

    /// <summary>Each becomes the nearest to byte / 255 with 15 bits after the point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SetBytes(ReadOnlySpan<byte> input)
    {
        var values = Start(input.Length, Bits);
        for (int i = 0; i < input.Length; i++)
            values[i] = s_bytes[input[i]];
    }

    /// <summary>Finite numbers get the exponent that gives the largest magnitude 15 bits, and become the nearest, halves away from zero.</summary>
    public void SetSingles(ReadOnlySpan<float> input)
    {
        float most = Math.Abs(TensorPrimitives.MaxMagnitude(input));
        int exponent = most == 0 ? 0 : Bits - 1 - SingleMath.Exponent(most);
        var values = Start(input.Length, exponent);
        for (int i = 0; i < input.Length; i++)
        {
            long number = SingleMath.ToFixed(input[i], exponent);
            if (number == short.MinValue)
            {
                Split(input);
                return;
            }

            values[i] = (short)-number;
        }
    }

    /// <summary>Sums below 0 become 0, and all become numbers: the largest gets 15 bits; to nearest, halves up.</summary>
    /// <param name="sums">Shape [places, padded]; what is beyond the outputs is 0. They are used up.</param>
    /// <param name="places">Numbers of an output: these become [outputs, places].</param>
    /// <param name="outputs">Sums of a place that count.</param>
    /// <param name="exponent">The sums'.</param>
    public void SetRectified(Span<long> sums, int places, int outputs, int exponent)
    {
        long most = FixedRounding.Most(sums);
        int down = most == 0 ? 0 : 64 - BitOperations.LeadingZeroCount((ulong)most) - Bits;
        Images.FromPlaces(FixedRounding.Rectify(sums, down), sums.Length / places, places, Start(places * outputs, exponent - down));
    }

    private void Split(ReadOnlySpan<float> input)
    {
        Parts = 2;
        if (_values.Length < 2 * (_count + 1))
            _values = new short[2 * (_count + 1)];
        for (int i = 0; i < input.Length; i++)
        {
            int number = (int)SingleMath.ToFixed(input[i], Exponent);
            _values[i] = (short)(-number / 2);
            _values[_count + 1 + i] = (short)(-number - -number / 2);
        }
    }

    private Span<short> Start(int count, int exponent)
    {
        (_count, Parts, Exponent) = (count, 1, exponent);
        return _values.AsSpan(0, count);
    }
}
