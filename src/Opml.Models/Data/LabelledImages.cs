using System.Numerics.Tensors;

namespace Opml.Models.Data;

/// <summary>Grey images of one size, a byte a pixel (0 black, 255 white), row by row, and the class of each.</summary>
public sealed class LabelledImages : ILabelledSamples
{
    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly ReadOnlyMemory<byte> _labels;

    /// <summary>Puts images and labels together; nothing is copied.</summary>
    /// <param name="rows">Rows of an image, 1 or more.</param>
    /// <param name="columns">Columns of an image, 1 or more.</param>
    /// <param name="pixels">Image after image, rows · columns bytes each.</param>
    /// <param name="labels">A class for each image.</param>
    /// <exception cref="ArgumentException">The pixels are not rows · columns times the labels.</exception>
    public LabelledImages(int rows, int columns, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if ((Int128)rows * columns * labels.Length != pixels.Length)
        {
            throw new ArgumentException(
                $"{labels.Length} images of {rows} x {columns} have {(Int128)rows * columns * labels.Length} pixels, not {pixels.Length}.", nameof(pixels));
        }

        Rows = rows;
        Columns = columns;
        _pixels = pixels;
        _labels = labels;
    }

    /// <summary>Rows of an image.</summary>
    public int Rows { get; }

    /// <summary>Columns of an image.</summary>
    public int Columns { get; }

    /// <summary>Pixels of an image.</summary>
    public int Size => Rows * Columns;

    /// <summary>The number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>All pixels, image after image.</summary>
    public ReadOnlyMemory<byte> Pixels => _pixels;

    /// <summary>The class of each image.</summary>
    public ReadOnlyMemory<byte> Labels => _labels;

    /// <summary>The pixels of an image, row by row.</summary>
    /// <param name="index">The image, from 0.</param>
    /// <returns>rows · columns bytes.</returns>
    public ReadOnlySpan<byte> Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _pixels.Span.Slice(index * Size, Size);
    }

    /// <summary>The pixels of an image, row by row, as an array of its own.</summary>
    /// <param name="index">The image, from 0.</param>
    /// <returns>rows · columns bytes.</returns>
    public byte[] GetPixels(int index) => Image(index).ToArray();

    /// <summary>The class of an image.</summary>
    /// <param name="index">The image, from 0.</param>
    public byte GetLabel(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _labels.Span[index];
    }

    /// <summary>The pixels of an image as numbers from 0 to 1: byte / 255, rounded to float32.</summary>
    /// <param name="index">The image, from 0.</param>
    /// <param name="values">Takes rows · columns values, row by row.</param>
    public void CopyTo(int index, Span<float> values)
    {
        TensorPrimitives.ConvertChecked(Image(index), values);
        TensorPrimitives.Divide(values[..Size], 255f, values);
    }

    /// <inheritdoc/>
    public int GetClass(int index) => GetLabel(index);

    /// <summary>Some of the images, in place.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">How many.</param>
    /// <returns>A view; nothing is copied.</returns>
    public LabelledImages Slice(int start, int count) =>
        new(Rows, Columns, _pixels.Slice(checked(start * Size), checked(count * Size)), _labels.Slice(start, count));
}
