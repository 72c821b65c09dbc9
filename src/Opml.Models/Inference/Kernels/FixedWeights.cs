using Opml.Models.Values;

namespace Opml.Models.Inference.Kernels;

/// <summary>
/// A <see cref="FixedMatrix"/> laid out for a kernel: lanes run across rows, and two neighbouring numbers are multiplied at a time.
/// Quants have their signs turned, as the numbers have: so it is that numbers of 0 to 2^15 fit 16 bits, and products are what they were.
/// </summary>
internal sealed class FixedWeights
{
    /// <param name="matrix">The weights.</param>
    /// <param name="positions">Where each column's number is; columns without one are 0 throughout.</param>
    /// <param name="kernel">The kernel.</param>
    public FixedWeights(FixedMatrix matrix, ReadOnlySpan<int> positions, FixedKernel kernel)
    {
        Kernel = kernel;
        Rows = matrix.Rows;
        Padded = (matrix.Rows + kernel.Lanes - 1) / kernel.Lanes * kernel.Lanes;
        Exponent = matrix.Exponent;
        Ends = new int[matrix.Blocks];
        var columns = new List<(int First, bool IsPair)>(); // of each term
        for (int block = 0; block < Ends.Length; block++)
        {
            int end = Math.Min((block + 1) * BlockQ8.Length, positions.Length);
            for (int column = block * BlockQ8.Length; column < end; column++)
            {
                bool isPair = column + 1 < end && positions[column + 1] == positions[column] + 1;
                columns.Add((column, isPair));
                Reach = Math.Max(Reach, positions[column] + 2);
                if (isPair)
                    column++;
            }

            Ends[block] = columns.Count;
        }

        Positions = new int[columns.Count];
        Pairs = new short[checked(Padded * columns.Count * 2)];
        Scales = new long[checked(Padded * Ends.Length)];
        for (int term = 0; term < columns.Count; term++)
        {
            var (first, isPair) = columns[term];
            Positions[term] = positions[first];
            for (int row = 0; row < Rows; row++)
            {
                int at = 2 * Index(row, term, columns.Count);
                Pairs[at] = (short)-matrix.Quant(row, first);
                Pairs[at + 1] = isPair ? (short)-matrix.Quant(row, first + 1) : (short)0;
            }
        }

        for (int row = 0; row < Rows; row++)
        {
            for (int block = 0; block < Ends.Length; block++)
                Scales[Index(row, block, Ends.Length)] = matrix.Scale(row, block);
        }
    }

    public FixedKernel Kernel { get; }

    public int Rows { get; }

    /// <summary>A whole number of vectors of rows; what is beyond the rows is 0.</summary>
    public int Padded { get; }

    public int Exponent { get; }

    /// <summary>Of each term, where the first of its two numbers is.</summary>
    public int[] Positions { get; }

    /// <summary>Of each block, the term behind its last.</summary>
    public int[] Ends { get; }

    /// <summary>Shape [padded rows / lanes, terms, lanes, 2].</summary>
    public short[] Pairs { get; }

    /// <summary>Shape [padded rows / lanes, blocks, lanes].</summary>
    public long[] Scales { get; }

    /// <summary>Numbers that a place needs: a term without a second number multiplies the one that is there by 0.</summary>
    public int Reach { get; }

    private int Index(int row, int term, int terms) => (row / Kernel.Lanes * terms + term) * Kernel.Lanes + row % Kernel.Lanes;
}
