using System.Buffers.Binary;
using System.IO.Compression;
using Opml.Models.Data;

namespace Opml.Models.Tests.Data;

public class IdxTests
{
    private static readonly byte[] Images = File([0x0803, 2, 3, 2], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255);
    private static readonly byte[] Labels = File([0x0801, 2], 7, 3);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Images_and_labels_are_read_plain_or_compressed(bool packImages, bool packLabels)
    {
        var data = Read(packImages ? Pack(Images) : Images, packLabels ? Pack(Labels) : Labels);
        Assert.Equal((2, 3, 2, 6), (data.Count, data.Rows, data.Columns, data.Size));
        Assert.Equal([7, 8, 9, 10, 11, 255], data.Image(1).ToArray());
        Assert.Equal([7, 3], data.Labels.ToArray());
    }

    [Fact]
    public void What_is_written_is_the_format_and_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var data = Read(Images, Labels);
        IdxWriter.WriteImages(data, folder.File("images"));
        IdxWriter.WriteLabels(data, folder.File("labels"));
        Assert.Equal(Images, System.IO.File.ReadAllBytes(folder.File("images")));
        Assert.Equal(Labels, System.IO.File.ReadAllBytes(folder.File("labels")));
        Assert.Equal(data.Pixels.ToArray(), IdxReader.Read(folder.File("images"), folder.File("labels"), Token).Pixels.ToArray());
        Assert.Throws<IOException>(() => IdxWriter.WriteImages(data, folder.File("images")));
        IdxWriter.WriteLabels(data.Slice(1, 1), folder.File("labels"), overwrite: true);
        Assert.Equal(File([0x0801, 1], 3), System.IO.File.ReadAllBytes(folder.File("labels")));
        Assert.Equal(["images", "labels"], folder.Names());
    }

    public static TheoryData<string, byte[], byte[], string> Bad => new()
    {
        { "swapped", Labels, Images, "Are images and labels swapped?" },
        { "labels twice", Labels, Labels, "Are images and labels swapped?" },
        { "floats", File([0x0d03, 1, 1, 1], 0, 0, 0, 0), Labels, "begins with 0x00000d03" },
        { "no file of this kind", "hello, world"u8.ToArray(), Labels, "begins with 0x68656c6c" },
        { "3 images, 2 labels", File([0x0803, 3, 1, 1], 1, 2, 3), Labels, "do not belong together" },
        { "no images", File([0x0803, 0, 1, 1]), Labels, "has 0 images" },
        { "no rows", File([0x0803, 2, 0, 1]), Labels, "0 rows or columns" },
        { "a negative count", File([0x0803, -2, 1, 1], 1, 2), Labels, "-2 images" },
        { "a pixel too few", Images[..^1], Labels, "12 bytes of images follow" },
        { "a pixel too many", [.. Images, 0], Labels, "12 bytes of images follow" },
        { "10^27 pixels", File([0x0803, 1_000_000_000, 1_000_000_000, 1_000_000_000], 1), Labels, "does not fit its 17 bytes" },
        { "10^9 pixels, packed", Pack(File([0x0803, 1, 1000, 1_000_000], 1)), Labels, "1000000000 bytes of images follow" },
        { "a bomb", Pack(File([0x0803, 2, 5_000, 5_000], new byte[50_000_000])), Labels, "50000000 bytes of images follow" },
        { "a pixel too few, packed", Pack(Images[..^1]), Labels, "truncated or damaged" },
        { "a pixel too many, packed", Pack([.. Images, 0]), Labels, "goes on after its 12 bytes" },
        { "damaged gzip", [0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], Labels, "truncated or damaged" },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_file_that_lies_is_refused(string what, byte[] images, byte[] labels, string reason)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFormatException>(() => Read(images, labels));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20, what);
        Assert.True(error.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        for (int length = 0; length < Images.Length; length++)
            Assert.Throws<ModelFormatException>(() => Read(Images[..length], Labels));
        for (int length = 0; length < Labels.Length; length++)
            Assert.Throws<ModelFormatException>(() => Read(Images, Labels[..length]));
    }

    [Theory]
    [InlineData(2, 3, 5, 1)]
    [InlineData(2, 3, 12, 1)]
    [InlineData(0, 3, 0, 1)]
    [InlineData(int.MaxValue, int.MaxValue, 1, 1)]
    public void Pixels_must_fit_rows_columns_and_labels(int rows, int columns, int pixels, int labels) =>
        Assert.ThrowsAny<ArgumentException>(() => new LabelledImages(rows, columns, new byte[pixels], new byte[labels]));

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void An_image_is_one_of_those_there(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Read(Images, Labels).Image(index).Length);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static LabelledImages Read(byte[] images, byte[] labels) =>
        IdxReader.Read(new MemoryStream(images), "images.idx", new MemoryStream(labels), "labels.idx", Token);

    private static byte[] File(int[] head, params byte[] content)
    {
        var bytes = new byte[head.Length * 4 + content.Length];
        for (int i = 0; i < head.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * 4), head[i]);
        content.CopyTo(bytes, head.Length * 4);
        return bytes;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return stream.ToArray();
    }
}
