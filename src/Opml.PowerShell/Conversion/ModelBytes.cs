using Opml.Mips.Memory;

namespace Opml.PowerShell.Conversion;

/// <summary>The bytes of a model as the machine loads them, whatever format they are in.</summary>
/// <param name="Bytes">The file's bytes.</param>
/// <param name="Path">Where they came from; null when they were given as bytes.</param>
public sealed record ModelBytes(byte[] Bytes, string? Path)
{
    /// <summary>Reads a model file, once its length is known to fit the machine's model range.</summary>
    /// <exception cref="InvalidDataException">It does not fit.</exception>
    public static ModelBytes FromFile(string path) => new(BoundedFile.Read(path, MemoryMap.MaximumModelLength, "a model"), path);
}
