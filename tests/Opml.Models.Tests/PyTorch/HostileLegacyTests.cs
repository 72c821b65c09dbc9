using System.Buffers.Binary;
using Opml.Models.Reading;

namespace Opml.Models.Tests.PyTorch;

/// <summary>Files from before PyTorch 1.6 that are cut, damaged, or lie: an error, in bounded memory.</summary>
public class HostileLegacyTests
{
    private const long MostMemory = 8 << 20;

    [Theory]
    [InlineData("legacy.pt")]
    [InlineData("legacy-views.pt")]
    [InlineData("legacy-protocol4.pt")]
    public void A_file_cut_anywhere_is_refused(string name)
    {
        byte[] whole = TestFiles.Bytes(name);
        for (int length = 0; length < whole.Length; length++)
            Refuse(whole[..length]);
        Refuse([.. whole, 0]);
    }

    [Theory]
    [InlineData("legacy.pt")]
    [InlineData("legacy-protocol4.pt")]
    public void A_file_with_any_byte_changed_is_read_or_refused(string name) =>
        Damage.EachByte(TestFiles.Bytes(name), int.MaxValue, static file =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Assert.NotEmpty(Read(file).Tensors);
            }
            finally
            {
                Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostMemory);
            }
        });

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    [InlineData(1_000_000_000)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void A_storage_whose_length_lies_is_refused_before_memory_is_taken(long count)
    {
        // fc1.weight is [4, 5]: its 20 values are announced once, right before them.
        byte[] file = TestFiles.Bytes("legacy.pt");
        var twenty = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(twenty, 20);
        int at = file.AsSpan().LastIndexOf(twenty);
        Assert.True(at > 0);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("but the pickle says 20", Refuse(file).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostMemory);
    }

    private static ModelFormatException Refuse(byte[] file) => Assert.Throws<ModelFormatException>(() => Read(file));

    private static Model Read(byte[] file) =>
        ModelFile.Load(new MemoryStream(file), "file.pt", TestContext.Current.CancellationToken);
}
