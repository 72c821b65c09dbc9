using System.IO.Compression;
using System.Text;
using Opml.Models.PyTorch;
using Opml.Models.Reading;
using static Opml.Models.Tests.PyTorch.Pickle;

namespace Opml.Models.Tests.PyTorch;

public class HostileFileTests
{
    private static readonly byte[] FourFloats = new byte[16];

    public static TheoryData<string, byte[], string> Pickles => new()
    {
        { "a global that would run a program", Join([0x80, 2], Global("os", "system"), Ascii("X\x02\0\0\0lsq\0\x85R.")), "os.system" },
        { "the same by protocol 4", Join([0x80, 4], ShortText("builtins"), ShortText("eval"), [0x93], Ascii(".")), "builtins.eval" },
        { "a global hidden in attributes", Join([0x80, 2], Ascii("}}"), Text("x"), Global("posix", "fork"), Ascii("sb.")), "posix.fork" },
        { "an unknown storage", Join([0x80, 2], Global("torch", "WeirdStorage"), Ascii(".")), "torch.WeirdStorage" },
        { "a new object", Join([0x80, 2], Global("collections", "OrderedDict"), Ascii(")"), [0x81], Ascii(".")), "opcode 0x81" },
        { "an instance", Join([0x80, 2], Ascii("(i__main__\nNet\n.")), "opcode 0x69" },
        { "a global with control characters", Join([0x80, 2], Global("a\u001b[31m", "b"), Ascii(".")), "a\\u001b[31m.b" },
        { "a storage called", Join([0x80, 2], Global("torch", "FloatStorage"), Ascii(")R.")), "arguments that do not fit" },
        { "a number called", Join([0x80, 2], Ascii("K\x01)R.")), "no function" },
        { "no protocol", Ascii("}."), "protocol" },
        { "protocol 0", Join([0x80, 0], Ascii("}.")), "protocol 0" },
        { "protocol 99", Join([0x80, 99], Ascii("}.")), "protocol 99" },
        { "nothing on the stack", Join([0x80, 2], Ascii(".")), "0 values" },
        { "two values left", Join([0x80, 2], Ascii("}}.")), "2 values" },
        { "more after the end", Join([0x80, 2], Ascii("}.}")), "after its end" },
        { "a pop of nothing", Join([0x80, 2], Ascii("0}.")), "more values than it made" },
        { "a pop below a mark", Join([0x80, 2], Ascii("}(0.")), "more values than it made" },
        { "a mark without its end", Join([0x80, 2], Ascii("}(.")), "1 open marks" },
        { "no mark", Join([0x80, 2], Ascii("}u.")), "mark is missing" },
        { "an unset memo", Join([0x80, 2], Ascii("h\x05.")), "memo 5" },
        { "an odd number of items", Join([0x80, 2], Ascii("}(K\x01u.")), "without its value" },
        { "items of a tuple", Join([0x80, 2], Ascii(")(K\x01K\x02u.")), "no dictionary" },
        { "attributes of a tuple", Join([0x80, 2], Ascii(")}b.")), "attributes" },
        { "a tuple as a key", Join([0x80, 2], Ascii("})K\x01s.")), "neither text nor a number" },
        { "a dictionary in itself", Join([0x80, 2], Ascii("}"), Text("a"), Ascii("h\0s.")).Insert(3, Ascii("q\0")), "holds itself" },
        { "a list in itself", Join([0x80, 2], Ascii("}"), Text("a"), Ascii("]q\u0001h\u0001as.")), "holds itself" },
        { "a hundred nested tuples", Join([0x80, 2], Ascii("}"), Text("a"), Ascii(")"), Repeat(0x85, 100), Ascii("s.")), "nested" },
        { "a text of 2 GB", Join([0x80, 2], Ascii("X"), [0xff, 0xff, 0xff, 0x7f], Ascii("abc")), "announced" },
        { "bytes of 2^64 - 1", Join([0x80, 2], [0x8e], Repeat(0xff, 8)), "announced" },
        { "a number of 255 bytes", Join([0x80, 2], [0x8a, 0xff], Repeat(1, 255), Ascii(".")), "number of 255 bytes" },
        { "a number of 2^32 - 1 bytes", Join([0x80, 2], [0x8b], Repeat(0xff, 4)), "bytes" },
        { "text that is not UTF-8", Join([0x80, 2], Ascii("X"), [2, 0, 0, 0, 0xff, 0xfe], Ascii(".")), "UTF-8" },
        { "a name without an end", Join([0x80, 2], Ascii("c"), Repeat((byte)'a', 600)), "without an end" },
        { "an opcode of protocol 0", Join([0x80, 2], Ascii("I5\n.")), "opcode 0x49" },
        { "a persistent id of text", Join([0x80, 2], Ascii("Pabc\n.")), "opcode 0x50" },
        { "a persistent id that is no storage", Join([0x80, 2], Text("x"), Ascii("Q.")), "persistent id" },
        { "five million steps", Join([0x80, 2], Repeat((byte)'N', 5_000_000)), "steps" },

        { "a storage of -1 values", Dictionary(Tensor(count: -1)), "-1 values" },
        { "a storage larger than its entry", Dictionary(Tensor(count: 5)), "but the pickle says 20" },
        { "a storage smaller than its entry", Dictionary(Tensor(count: 3, shape: [3])), "but the pickle says 12" },
        { "a storage of 2^62 values", Dictionary(Tensor(count: 1L << 62)), "but the pickle says 18446744073709551616" },
        { "a storage that is not there", Dictionary(Tensor(key: "7")), "data/7' is missing" },
        { "a storage outside the folder", Dictionary(Tensor(key: "../version")), "is missing" },
        { "a shape over the storage", Dictionary(Tensor(shape: [5], strides: [1])), "reaches value 4" },
        { "an offset over the storage", Dictionary(Tensor(shape: [4], strides: [1], offset: 1)), "reaches value 4" },
        { "a stride over the storage", Dictionary(Tensor(shape: [2], strides: [4])), "reaches value 4" },
        { "strides that overflow 64 bits", Dictionary(Tensor(shape: [3, 3], strides: [long.MaxValue, long.MaxValue])), "reaches value" },
        { "a negative stride", Dictionary(Tensor(shape: [2], strides: [-1])), "stride of -1" },
        { "a negative offset", Dictionary(Tensor(offset: -1)), "offset of -1" },
        { "a negative dimension", Dictionary(Tensor(shape: [-1], strides: [1])), "dimension of -1" },
        { "a dimension of 2^31", Dictionary(Tensor(shape: [1L << 31], strides: [0])), "dimension of 2147483648" },
        { "unequal shape and strides", Dictionary(Tensor(shape: [2, 2], strides: [1])), "1 strides" },
        { "65 dimensions", Dictionary(Tensor(shape: [.. Enumerable.Repeat(1L, 65)], strides: [.. Enumerable.Repeat(1L, 65)])), "65 dimensions" },
        { "a million dimensions", Dictionary(Tensor(shape: [.. Enumerable.Repeat(1L, 1_000_000)], strides: [1])), "1000000 dimensions" },
        { "one value shown 10^9 times", Dictionary(Tensor(shape: [1_000_000_000], strides: [0])), "over 64 times" },
        { "one value shown 10^90 times", Dictionary(Tensor(shape: [.. Enumerable.Repeat(1_000_000_000L, 10)], strides: new long[10])), "more values than any file" },
        { "many tensors on one storage", Dictionary([.. Enumerable.Range(0, 100).Select(_ => Tensor(shape: [10_000], strides: [0]))]), "over 64 times" },
        { "one storage under two types", Dictionary(Tensor(), Tensor(type: "DoubleStorage")), "described with 16 bytes and again with 32" },
        { "a tensor with the negative bit", Dictionary(Tensor(metadata: Join(Ascii("}"), Text("neg"), [0x88], Ascii("s")))), "resolve_neg" },
        { "a tensor in a list", Dictionary(Join(Ascii("]"), Tensor(), Ascii("a"))), "container with tensors" },
    };

    [Theory]
    [MemberData(nameof(Pickles), DisableDiscoveryEnumeration = true)]
    public void A_pickle_that_lies_is_refused(string what, byte[] pickle, string reason)
    {
        var error = Refuse(Archive(pickle));
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void A_pickle_of_this_kind_without_a_lie_is_read()
    {
        var model = Read(Archive(Dictionary(Tensor(), Tensor(shape: [0, 9], strides: [9, 1], offset: 99), Tensor(metadata: Ascii("}")))));
        Assert.Equal(["0 a0 Float32 [2, 2]", "1 a1 Float32 [0, 9]", "2 a2 Float32 [2, 2]"], model.Tensors.Select(t => $"{t.Index} {t}"));
    }

    [Fact]
    public void A_key_that_is_set_twice_keeps_its_place_and_the_later_value()
    {
        byte[] pickle = Join([0x80, 2], Ascii("}("), Text("a"), Tensor(), Text("b"), Tensor(), Text("a"), Tensor(shape: [4], strides: [1]), Ascii("u."));
        Assert.Equal(["a Float32 [4]", "b Float32 [2, 2]"], Read(Archive(pickle)).Tensors.Select(t => t.ToString()));
    }

    [Theory]
    [InlineData("uint16", new byte[] { 2, 1, 0xff, 0xff }, "UInt16 [2]", new float[] { 258, 65535 })]
    [InlineData("uint32", new byte[] { 0, 1, 0xff, 0xff }, "UInt32 [1]", new[] { 4294902016f })]
    [InlineData("uint64", new byte[] { 1, 0, 0, 0, 1, 0, 0, 0x80 }, "UInt64 [1]", new[] { 9223372036854775808f })]
    [InlineData("uint64", new byte[] { 1, 0, 0, 0, 0x80, 0, 0, 0x80 }, "UInt64 [1]", new[] { 9223373136366403584f })]
    [InlineData("float8_e4m3fn", new byte[] { 0x02, 0x81, 0x7e, 0xff }, "Float8E4M3 [4]", new[] { 0.00390625f, -0.001953125f, 448, float.NaN })]
    [InlineData("float8_e5m2", new byte[] { 0x02, 0x81, 0x7b, 0xfc }, "Float8E5M2 [4]", new[] { 3.0517578E-05f, -1.5258789E-05f, 57344, float.NegativeInfinity })]
    public void Types_without_a_storage_class_of_their_own_are_read(string type, byte[] raw, string description, float[] values)
    {
        var model = Read(Archive(Dictionary(TypedTensor("UntypedStorage", type, raw.Length, values.Length)), raw));
        Assert.Equal($"a0 {description}", model.Tensors[0].ToString());
        Assert.Equal(values, model.Tensors[0].ToArray());
    }

    [Theory]
    [InlineData("version", "99\n", "container version '99'")]
    [InlineData("version", "x", "container version 'x'")]
    [InlineData("byteorder", "middle", "byte order 'middle'")]
    [InlineData("constants.pkl", "", "TorchScript")]
    [InlineData("code/__torch__.py", "", "TorchScript")]
    public void Records_beside_the_pickle_are_checked(string record, string content, string reason) =>
        Assert.Contains(reason, Refuse(Archive(Dictionary(Tensor()), FourFloats, (record, content))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_duplicate_entry_is_refused() =>
        Assert.Contains("is there twice", Refuse(Archive(Dictionary(Tensor()), FourFloats, ("data/0", "another"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_zip_without_a_pickle_or_with_two_is_refused()
    {
        Assert.Contains("no entry NAME/data.pkl", Refuse(Zip(("readme.txt", [1]))).Message, StringComparison.Ordinal);
        Assert.Contains("2 entries NAME/data.pkl", Refuse(Zip(("a/data.pkl", [1]), ("b/data.pkl", [1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        byte[] zeros = new byte[64 << 20];
        byte[] bomb = Zip(CompressionLevel.SmallestSize, ("a/data.pkl", Dictionary(Tensor(count: zeros.Length / 4))), ("a/data/0", zeros));
        Assert.True(bomb.Length < zeros.Length / 500);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("claim to unpack to", Refuse(bomb).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    [Fact]
    public void Lengths_that_lie_in_the_zip_directory_are_refused()
    {
        byte[] good = Archive(Dictionary(Tensor()));
        int directory = good.AsSpan().IndexOf("PK\x01\x02"u8);
        foreach (int field in new[] { 20, 24, 42 })
        {
            foreach (byte value in new byte[] { 0x00, 0x7f, 0xff })
            {
                byte[] bad = [.. good];
                bad.AsSpan(directory + field, 4).Fill(value);
                long before = GC.GetAllocatedBytesForCurrentThread();
                if (!bad.AsSpan().SequenceEqual(good))
                    Refuse(bad);
                Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
            }
        }
    }

    [Theory]
    [InlineData("module.pt")]
    [InlineData("deflated.pt")]
    public void A_file_cut_anywhere_is_refused(string name)
    {
        byte[] whole = TestFiles.Bytes(name);
        for (int length = 0; length < whole.Length; length++)
            Refuse(whole[..length]);
    }

    [Theory]
    [InlineData("module.pt")]
    [InlineData("deflated.pt")]
    [InlineData("protocol4.pt")]
    public void A_file_with_any_byte_changed_is_read_or_refused_but_never_read_to_other_values(string name)
    {
        byte[] whole = TestFiles.Bytes(name);
        var expected = Values(whole);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= (byte)(1 << (i % 8));
            try
            {
                Assert.Equal(expected, Values(changed));
            }
            catch (ModelFormatException)
            {
                // Refused: as good.
            }
        }
    }

    [Theory]
    [InlineData("module")]
    [InlineData("protocol4")]
    [InlineData("views")]
    [InlineData("extras")]
    public void A_pickle_with_any_byte_changed_under_a_right_checksum_is_read_or_refused(string name)
    {
        using var zip = new ZipArchive(new MemoryStream(TestFiles.Bytes($"{name}.pt")));
        (string Name, byte[] Content)[] entries = [.. zip.Entries.Select(e => (e.FullName, Content(e)))];
        byte[] pickle = entries.Single(e => e.Name.EndsWith(".pkl", StringComparison.Ordinal)).Content;
        int refused = 0;
        for (int i = 0; i < pickle.Length; i++)
        {
            byte before = pickle[i];
            foreach (int change in new[] { 1, 0x80, 0xff, before ^ 0x52, before ^ 0x2e })
            {
                pickle[i] = (byte)(before ^ change);
                try
                {
                    Assert.NotEmpty(Values(Zip(entries)));
                }
                catch (ModelFormatException)
                {
                    refused++;
                }
            }

            pickle[i] = before;
        }

        Assert.InRange(refused, pickle.Length * 2, pickle.Length * 5 - 1);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static List<string> Values(byte[] file) =>
        [.. Read(file).Tensors.Select(t => $"{t}: {string.Join(" ", t.ToArray().Select(BitConverter.SingleToInt32Bits))}")];

    private static ModelFormatException Refuse(byte[] file) => Assert.Throws<ModelFormatException>(() => Read(file));

    private static Model Read(byte[] file) =>
        ModelFile.Load(new MemoryStream(file), "file.pt", TestContext.Current.CancellationToken);

    private static byte[] Archive(byte[] pickle, byte[]? storage = null, params (string Record, string Content)[] others) =>
        Zip([("a/data.pkl", pickle), ("a/data/0", storage ?? FourFloats), .. others.Select(o => ($"a/{o.Record}", Encoding.UTF8.GetBytes(o.Content)))]);

    private static byte[] Zip(params (string Name, byte[] Content)[] entries) => Zip(CompressionLevel.NoCompression, entries);

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
