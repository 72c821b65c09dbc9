namespace Opml.Models.Data;

/// <summary>What can be learnt from: vectors of one length, and the class of each. Safe to read from several threads.</summary>
public interface ILabelledSamples
{
    /// <summary>The number of samples.</summary>
    int Count { get; }

    /// <summary>Values of a sample, 1 or more.</summary>
    int Size { get; }

    /// <summary>Copies a sample's values.</summary>
    /// <param name="index">The sample, from 0.</param>
    /// <param name="values">Takes <see cref="Size"/> values.</param>
    void CopyTo(int index, Span<float> values);

    /// <summary>The class of a sample.</summary>
    /// <param name="index">The sample, from 0.</param>
    /// <returns>A class, from 0.</returns>
    int GetClass(int index);
}
