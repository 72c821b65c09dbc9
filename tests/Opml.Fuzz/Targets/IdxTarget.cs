using Opml.Models;
using Opml.Models.Data;

namespace Opml.Fuzz.Targets;

/// <summary>A pair of IDX files: labels in the input's first half, images in the second.</summary>
internal static class IdxTarget
{
    public static FuzzTarget Create() => new("idx", Read, [typeof(ModelFormatException)], Seeds, []);

    private static void Read(byte[] input)
    {
        int labels = input.Length == 0 ? 0 : Math.Min((int)input[0], input.Length - 1);
        byte[] rest = input.Length == 0 ? [] : input[1..];
        IdxReader.Read(new MemoryStream(rest[labels..]), "images", new MemoryStream(rest[..labels]), "labels");
    }

    private static IEnumerable<byte[]> Seeds()
    {
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, 2, 3, 7];
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8];
        yield return [(byte)labels.Length, .. labels, .. images];
    }
}
