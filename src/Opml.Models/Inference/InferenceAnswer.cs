using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Opml.Models.Numerics;

namespace Opml.Models.Inference;

/// <summary>What comes out of a model for an input.</summary>
/// <param name="Class">The index of the largest score, the first if there are several; see <see cref="Scores"/> for NaN.</param>
/// <param name="Scores">
/// The numbers of the last layer. From the left, one wins if it is greater than the best so far, which NaN never is, and nothing
/// is greater than NaN. In fixed point they are the float32 numbers nearest to the exact ones, which decide.
/// </param>
/// <param name="Output">The bytes that the guest writes for it.</param>
public sealed record InferenceAnswer(int Class, ImmutableArray<float> Scores, byte[] Output)
{
    /// <summary>
    /// The softmax of the scores: e^(score - the winner's) divided by the sum of them all in order; e^x is the nearest float32.
    /// </summary>
    public ImmutableArray<float> Probabilities { get; } = Softmax(Scores.AsSpan());

    /// <summary>Makes the answer that a program gives.</summary>
    internal static InferenceAnswer Create(GuestProgram program, int winner, float[] scores)
    {
        var answer = new InferenceAnswer(winner, ImmutableArray.Create(scores), new byte[program == GuestProgram.Perceptron ? 4 : 4 + 4 * scores.Length]);
        BinaryPrimitives.WriteInt32BigEndian(answer.Output, winner);
        for (int i = 1; i < answer.Output.Length / 4; i++)
            BinaryPrimitives.WriteSingleBigEndian(answer.Output.AsSpan(4 * i), answer.Probabilities[i - 1]);
        return answer;
    }

    /// <summary>The index of the largest number, as <see cref="Scores"/> says.</summary>
    internal static int Argmax(ReadOnlySpan<float> numbers)
    {
        int best = 0;
        for (int i = 1; i < numbers.Length; i++)
        {
            if (numbers[i] > numbers[best])
                best = i;
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ImmutableArray<float> Softmax(ReadOnlySpan<float> numbers)
    {
        float most = numbers[Argmax(numbers)];
        var powers = new float[numbers.Length];
        float sum = 0;
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = SingleMath.Exp(numbers[i] - most);
            sum += powers[i];
        }

        foreach (ref float power in powers.AsSpan())
        {
            float share = power / sum;
            power = float.IsNaN(share) ? SingleMath.NaN : share;
        }

        return ImmutableArray.Create(powers);
    }
}
