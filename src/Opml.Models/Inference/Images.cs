using System.Runtime.CompilerServices;

namespace Opml.Models.Inference;

/// <summary>Puts what the kernels give, place by place, into the order in which layers take images.</summary>
internal static class Images
{
    /// <summary>Copies outputs to images.</summary>
    /// <param name="outputs">Shape [places, padded].</param>
    /// <param name="padded">The outputs of a place, and what follows them.</param>
    /// <param name="places">The places of an image.</param>
    /// <param name="images">Shape [outputs, places].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromPlaces<T>(ReadOnlySpan<T> outputs, int padded, int places, Span<T> images)
        where T : unmanaged
    {
        outputs = outputs[..(places * padded)];
        if (images.Length > outputs.Length)
            throw new ArgumentException("The images are more than the outputs.");
        for (int i = 0; i < images.Length / places; i++)
        {
            ref T output = ref Unsafe.AsRef(in outputs[i]);
            foreach (ref T number in images.Slice(i * places, places))
            {
                number = output;
                output = ref Unsafe.Add(ref output, padded);
            }
        }
    }
}
