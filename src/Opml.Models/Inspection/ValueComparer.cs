using System.Collections.Immutable;
using Opml.Models.Sources;
using Opml.Models.Values;

namespace Opml.Models.Inspection;

/// <summary>Compares the values of two tensors of one shape, a stretch at a time.</summary>
internal sealed class ValueComparer(ITensorSource reference, ITensorSource difference, double tolerance)
{
    private readonly double[] _left = new double[ValueReader.Stretch];
    private readonly double[] _right = new double[ValueReader.Stretch];
    private readonly float[] _singles = new float[ValueReader.Stretch];

    public TensorComparison Compare(TensorInfo left, TensorInfo right, CancellationToken cancellationToken)
    {
        bool byBits = tolerance == 0 && left.Type == right.Type;
        using var leftReader = new ValueReader(reference, left.Index);
        using var rightReader = new ValueReader(difference, right.Index);
        long differences = 0;
        long first = -1;
        (double Left, double Right) at = default;
        double apart = 0;
        for (long done = 0; done < left.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var leftRaw = leftReader.ReadRaw(out int count);
            var rightRaw = rightReader.ReadRaw(out _);
            if (byBits && leftRaw.SequenceEqual(rightRaw))
            {
                done += count;
                continue;
            }

            // Bits are compared before the numbers are made, for that may turn them around in place.
            var unequal = byBits ? Unequal(leftRaw, rightRaw, left.Type, count) : null;
            ToDouble(leftRaw, left.Type, _left.AsSpan(0, count));
            ToDouble(rightRaw, right.Type, _right.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                if (unequal is not null ? !unequal[i] : AreEqual(_left[i], _right[i]))
                    continue;
                differences++;
                apart = Math.Max(apart, Distance(_left[i], _right[i]));
                if (first < 0)
                    (first, at) = (done + i, (_left[i], _right[i]));
            }

            done += count;
        }

        if (differences == 0)
            return new TensorComparison(TensorMatch.Same, left, right);
        return new TensorComparison(TensorMatch.Values, left, right)
        {
            DifferenceCount = differences,
            FirstDifference = Locate(first, left.Shape),
            ReferenceValue = at.Left,
            DifferenceValue = at.Right,
            MaximumDistance = apart,
        };
    }

    // In blocks, a difference of the scale is one of every value.
    private static bool[] Unequal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, TensorType type, int count)
    {
        var unequal = new bool[count];
        int size = type.ByteCount();
        int block = type.BlockLength();
        for (int i = 0; i < count / block; i++)
        {
            if (!left.Slice(i * size, size).SequenceEqual(right.Slice(i * size, size)))
                Array.Fill(unequal, true, i * block, block);
        }

        return unequal;
    }

    private bool AreEqual(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? double.IsNaN(left) && double.IsNaN(right)
        : tolerance == 0 ? BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right)
        : left == right || Math.Abs(left - right) <= tolerance;

    private static double Distance(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? double.PositiveInfinity : left == right ? 0 : Math.Abs(left - right);

    private void ToDouble(Span<byte> raw, TensorType type, Span<double> target)
    {
        if (ValueConversion.IsWide(type))
        {
            ValueConversion.ToDouble(raw, type, target);
            return;
        }

        var singles = _singles.AsSpan(0, target.Length);
        ValueConversion.ToSingle(raw, type, singles);
        for (int i = 0; i < singles.Length; i++)
            target[i] = singles[i];
    }

    private static ImmutableArray<long> Locate(long element, ImmutableArray<int> shape)
    {
        var place = new long[shape.Length];
        for (int d = shape.Length - 1; d >= 0; d--)
            (element, place[d]) = Math.DivRem(element, shape[d]);
        return ImmutableArray.Create(place);
    }
}
