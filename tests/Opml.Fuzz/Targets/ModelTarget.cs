using Opml.Models;
using Opml.Models.Ggml;
using Opml.Models.Gguf;
using Opml.Models.Reading;
using Opml.Models.Sources;

namespace Opml.Fuzz.Targets;

/// <summary>Model files of every format, told apart by content, with up to 4 MiB of their values.</summary>
internal static class ModelTarget
{
    private const int ValuesAtMost = 4 << 20;

    public static FuzzTarget Create() => new(
        "model",
        Read,
        [typeof(ModelFormatException)],
        Seeds,
        SeedFiles.Tokens("GGUF", "PK\u0003\u0004", "PK\u0001\u0002", "data.pkl", "ctorch._utils\n_rebuild_tensor_v2\n", "ccollections\nOrderedDict\n", "state_dict", "\"dtype\":\"F32\"", "\"data_offsets\":[0,"));

    private static void Read(byte[] input)
    {
        using ITensorSource source = ModelFile.Open(new MemoryStream(input), "fuzz");
        byte[] buffer = new byte[1 << 16];
        int left = ValuesAtMost;
        for (int i = 0; i < source.Tensors.Length && left > 0; i++)
        {
            using Stream values = source.Open(i);
            int count;
            while (left > 0 && (count = values.Read(buffer, 0, buffer.Length)) > 0) left -= count;
        }
    }

    private static IEnumerable<byte[]> Seeds()
    {
        foreach (byte[] file in SeedFiles.In("model")) yield return file;
        var model = new Model("fuzz", [Tensor.Create(0, "fc1.weight", [2, 32], new float[64]), Tensor.Create(1, "fc1.bias", [2], new float[2])]);
        using var ggml = new MemoryStream();
        GgmlWriter.Write(model.AsSource(), ggml);
        yield return ggml.ToArray();
        using var gguf = new MemoryStream();
        GgufWriter.Write(model.AsSource(), gguf, new GgufOptions());
        yield return gguf.ToArray();
    }
}
