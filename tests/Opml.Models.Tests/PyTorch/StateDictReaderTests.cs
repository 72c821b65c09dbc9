using Opml.Models.Ggml;
using Opml.Models.PyTorch;
using Opml.Models.Reading;

namespace Opml.Models.Tests.PyTorch;

public class StateDictReaderTests
{
    [Theory]
    [InlineData("module")]
    [InlineData("protocol4")]
    [InlineData("parameters")]
    [InlineData("plain-dict")]
    [InlineData("types")]
    [InlineData("views")]
    [InlineData("shapes")]
    [InlineData("extras")]
    [InlineData("big-endian")]
    [InlineData("little-endian")]
    [InlineData("deflated")]
    [InlineData("cuda")]
    [InlineData("mixed")]
    [InlineData("legacy")]
    [InlineData("legacy-types")]
    [InlineData("legacy-views")]
    [InlineData("legacy-protocol4")]
    [InlineData("checkpoint")]
    [InlineData("legacy-checkpoint")]
    [InlineData("model-entry")]
    [InlineData("one-entry")]
    [InlineData("parallel")]
    [InlineData("parallel-checkpoint")]
    public void A_file_of_PyTorch_converts_to_the_values_of_its_own_float(string name)
    {
        using var output = new MemoryStream();
        GgmlWriter.Write(ModelFile.Open(TestFiles.Path($"{name}.pt")), output,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(TestFiles.Bytes($"{name}.bin"), output.ToArray());
    }

    [Fact]
    public void Tensors_keep_name_type_shape_and_order()
    {
        var model = Read("module.pt");
        Assert.Equal(
            [
                "0 fc1.weight Float32 [4, 5]", "1 fc1.bias Float32 [4]", "2 norm.weight Float32 [4]", "3 norm.bias Float32 [4]",
                "4 norm.running_mean Float32 [4]", "5 norm.running_var Float32 [4]", "6 norm.num_batches_tracked Int64 []",
                "7 fc2.weight Float32 [3, 4]", "8 fc2.bias Float32 [3]",
            ],
            model.Tensors.Select(t => $"{t.Index} {t}"));
        Assert.Equal(20 + 4 + 16 + 1 + 12 + 3, model.ParameterCount);
        Assert.Equal(3, model.Find("fc2.bias")!.Count);
        Assert.Null(model.Find("FC2.bias"));
    }

    [Theory]
    [InlineData("float32", TensorType.Float32)]
    [InlineData("float64", TensorType.Float64)]
    [InlineData("float16", TensorType.Float16)]
    [InlineData("bfloat16", TensorType.BFloat16)]
    [InlineData("int64", TensorType.Int64)]
    [InlineData("int32", TensorType.Int32)]
    [InlineData("int16", TensorType.Int16)]
    [InlineData("int8", TensorType.Int8)]
    [InlineData("uint8", TensorType.UInt8)]
    [InlineData("bool", TensorType.Boolean)]
    public void The_type_is_the_source_s(string name, TensorType type) => Assert.Equal(type, Read("types.pt").Find(name)!.Type);

    [Fact]
    public void Entries_that_are_no_tensors_are_left_out_by_name()
    {
        var model = Read("extras.pt");
        Assert.Equal(["weight"], model.Tensors.Select(t => t.Name));
        Assert.Equal(["version", "note", "nothing", "ratio", "flag", "big", "settings"], model.Skipped);
    }

    [Theory]
    [InlineData("checkpoint", "fc1.weight", "epoch,arch,optimizer,scheduler,best,size,device,dtype,seed,args")]
    [InlineData("legacy-checkpoint", "fc1.weight", "epoch,arch,optimizer,scheduler,best,size,device,dtype,seed,args")]
    [InlineData("one-entry", "fc1.weight", "epoch")]
    [InlineData("parallel", "fc1.weight", "")]
    [InlineData("parallel-checkpoint", "fc1.weight", "ema")]
    public void A_checkpoint_s_weights_are_found_and_freed_of_the_wrapper_s_prefix(string name, string first, string skipped)
    {
        var model = Read($"{name}.pt");
        Assert.Equal(first, model.Tensors[0].Name);
        Assert.Equal(skipped, string.Join(",", model.Skipped));
    }

    [Fact]
    public void A_checkpoint_s_entry_can_be_named()
    {
        using var source = ModelFile.Open(TestFiles.Path("refused/two-entries.pt"), entry: "b");
        Assert.Equal("fc1.weight", source.Tensors[0].Name);
        Assert.Equal(["a"], source.Skipped);
        var error = Assert.Throws<ModelFormatException>(() => ModelFile.Open(TestFiles.Path("refused/two-entries.pt"), entry: "c"));
        Assert.Contains("no entry 'c' with a dictionary of tensors; those that have one: 'a', 'b'", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ModelFormatException>(() => ModelFile.Open(TestFiles.Path("lenet.onnx"), entry: "c"));
        Assert.Contains("only PyTorch checkpoints have such", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("transposed", 13)]
    [InlineData("block", 7)]
    [InlineData("permuted", 11)]
    [InlineData("every_third", 1)]
    [InlineData("half_columns", 3)]
    [InlineData("long_rows", 1500)]
    public void A_stretch_of_a_view_is_that_part_of_the_whole(string name, int length)
    {
        var tensor = Read("views.pt").Find(name)!;
        float[] all = tensor.ToArray();
        for (int start = 0; start + length <= all.Length; start += 5)
        {
            var part = new float[length];
            tensor.CopyTo(start, part);
            Assert.Equal(all[start..(start + length)], part);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => tensor.CopyTo(tensor.Count - length + 1, new float[length]));
    }

    [Theory]
    [InlineData("whole-model", "__main__.Net")]
    [InlineData("whole-model", "torch.save(model.state_dict(), path)")]
    [InlineData("two-entries", "several dictionaries of tensors: 'a', 'b'. Name the one to take")]
    [InlineData("nested", "'state' is a container with tensors")]
    [InlineData("legacy-whole-model", "__main__.Net")]
    [InlineData("legacy-global", "_io.BytesIO")]
    [InlineData("bare-tensor", "a single tensor")]
    [InlineData("list", "no dictionary")]
    [InlineData("complex", "torch.ComplexFloatStorage, complex values")]
    [InlineData("sparse", "to_dense()")]
    [InlineData("quantized", "dequantize()")]
    [InlineData("numpy", "numpy.core.multiarray.scalar, a NumPy object")]
    [InlineData("empty", "no tensors")]
    [InlineData("numbered", "entry 3 has a number for a name")]
    [InlineData("torchscript", "TorchScript program")]
    public void What_is_no_state_dict_is_refused_with_the_reason(string name, string reason)
    {
        var error = Assert.Throws<ModelFormatException>(() => Read($"refused/{name}.pt"));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains($"{name}.pt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_cannot_seek_and_a_cancelled_reading_are_refused()
    {
        using var stream = new System.IO.Compression.GZipStream(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress);
        Assert.Throws<ArgumentException>(() => ModelFile.Load(stream, "x", TestContext.Current.CancellationToken));
        Assert.Throws<OperationCanceledException>(() => ModelFile.Load(TestFiles.Path("module.pt"), new CancellationToken(true)));
    }

    private static Model Read(string name) => ModelFile.Load(TestFiles.Path(name), TestContext.Current.CancellationToken);
}
