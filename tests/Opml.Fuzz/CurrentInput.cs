using System.IO.MemoryMappedFiles;

namespace Opml.Fuzz;

/// <summary>
/// The input under way, in a file that both processes see: what a child was fed when it died stands there for its parent. A length
/// of 4 bytes, a count of inputs of 8, then the bytes.
/// </summary>
internal sealed class CurrentInput : IDisposable
{
    private const int Head = 12;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public CurrentInput(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Head + Mutator.LengthAtMost);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>How many inputs there were.</summary>
    public long Count => _view.ReadInt64(4);

    public void Write(byte[] input)
    {
        _view.Write(0, input.Length);
        _view.Write(4, Count + 1);
        _view.WriteArray(Head, input, 0, input.Length);
    }

    public byte[] Read()
    {
        byte[] input = new byte[Math.Clamp(_view.ReadInt32(0), 0, Mutator.LengthAtMost)];
        _view.ReadArray(Head, input, 0, input.Length);
        return input;
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
