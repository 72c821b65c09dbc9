namespace Opml.Models;

/// <summary>The raw values of one or more tensors, as their file had them: nothing is converted before it is asked for.</summary>
/// <param name="Bytes">The values, one after another.</param>
/// <param name="Order">The order of the bytes of each value.</param>
internal sealed record Storage(byte[] Bytes, ByteOrder Order);
