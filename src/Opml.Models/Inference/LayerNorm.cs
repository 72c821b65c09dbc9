using System.Runtime.CompilerServices;

namespace Opml.Models.Inference;

/// <summary>The layer norm of examples/guestlib/nn in single precision: the same operations in the same order.</summary>
internal static class LayerNorm
{
    private const float Epsilon = 1e-5f;

    /// <summary>Each number becomes (number - mean) / deviation · gain + bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalise(ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, Span<float> numbers)
    {
        float sum = 0;
        foreach (float number in numbers)
            sum += number;
        float mean = sum / numbers.Length;

        float squares = 0;
        foreach (ref float number in numbers)
        {
            number -= mean;
            float square = number * number;
            squares += square;
        }

        float deviation = MathF.Sqrt(squares / numbers.Length + Epsilon);
        for (int i = 0; i < numbers.Length; i++)
        {
            float scaled = numbers[i] / deviation * gain[i];
            numbers[i] = scaled + bias[i];
        }
    }
}
