using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace Opml.Fuzz;

/// <summary>
/// The branches that an input takes, as the instrumented assemblies count them: a byte for each (hashed) pair of places, as AFL has it.
/// </summary>
internal sealed unsafe class Coverage
{
    private const int Size = 1 << 16;

    private readonly byte* _map = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];

    public Coverage() => Trace.SharedMem = _map;

    /// <summary>Branches seen so far.</summary>
    public int Count => Size - _seen.AsSpan().Count((byte)0);

    public void Clear()
    {
        new Span<byte>(_map, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the last input took a branch, or took one oftener, than any before; it counts as seen from now on.</summary>
    public bool Learn()
    {
        var map = new ReadOnlySpan<byte>(_map, Size);
        bool isNew = false;
        for (int i = map.IndexOfAnyExcept((byte)0); i >= 0;)
        {
            byte bucket = Bucket(map[i]);
            if ((bucket & ~_seen[i]) != 0)
            {
                _seen[i] |= bucket;
                isNew = true;
            }

            int next = map[(i + 1)..].IndexOfAnyExcept((byte)0);
            i = next < 0 ? -1 : i + 1 + next;
        }

        return isNew;
    }

    // AFL's classes of counts: 1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128 and more.
    private static byte Bucket(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
