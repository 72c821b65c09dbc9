using Opml.Mips.Image;

namespace Opml.Mips.Tests.Image;

public sealed class ImageFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("opml-image-").FullName;

    private string Saved => Path.Combine(_folder, "hello.bin");

    private static MipsImage Hello => MipsImage.FromElf(GuestFile.Read("hello.elf"));

    [Fact]
    public void A_saved_image_comes_back_with_its_symbols()
    {
        Hello.Save(Saved);
        MipsImage image = MipsImage.Load(Saved);
        Assert.Equal(Hello.Bytes.ToArray(), image.Bytes.ToArray());
        Assert.Equal([.. Hello.Symbols], image.Symbols);
        Assert.Equal((Hello.EntryPoint, Saved), (image.EntryPoint, image.Source));
        Assert.Equal(["hello.bin", "hello.bin.symbols.json"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Saving_replaces_both_files()
    {
        MipsImage.FromElf(GuestFile.Read("memory.elf")).Save(Saved);
        Hello.Save(Saved);
        Assert.Equal([.. Hello.Symbols], MipsImage.Load(Saved).Symbols);
    }

    [Fact]
    public void An_image_without_symbols_leaves_none_of_another_beside_it()
    {
        Hello.Save(Saved);
        MipsImage.FromFlat(Hello.Bytes.Span).Save(Saved);
        Assert.Equal([Saved], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"imageSha256":"00","entryPoint":4,"symbols":[]}""")]
    [InlineData("""{"imageSha256":"00","entryPoint":4,"symbols":[null,{"address":1}]}""")]
    public void Symbols_that_are_not_the_images_are_left_out(string text)
    {
        Hello.Save(Saved);
        File.WriteAllText(Saved + ".symbols.json", text);
        MipsImage image = MipsImage.Load(Saved);
        Assert.Equal((0, 0u), (image.Symbols.Count, image.EntryPoint));
    }

    [Fact]
    public void An_image_that_changed_since_has_no_symbols()
    {
        Hello.Save(Saved);
        byte[] bytes = File.ReadAllBytes(Saved);
        bytes[^1] ^= 1;
        File.WriteAllBytes(Saved, bytes);
        Assert.Empty(MipsImage.Load(Saved).Symbols);
    }

    [Fact]
    public void An_ELF_file_loads_as_its_image()
    {
        File.WriteAllBytes(Saved, GuestFile.Read("hello.elf"));
        Assert.Equal(Hello.Bytes.ToArray(), MipsImage.Load(Saved).Bytes.ToArray());
    }

    [Fact]
    public void A_failed_save_leaves_nothing_behind()
    {
        Directory.CreateDirectory(Saved);
        Assert.ThrowsAny<Exception>(() => MipsImage.FromFlat(Hello.Bytes.Span).Save(Saved));
        Assert.Equal([Saved], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_larger_than_the_program_range_is_refused_unread()
    {
        using (FileStream file = File.Create(Saved)) file.SetLength(0x20000001);
        Assert.Equal(ImageError.TooLarge, Assert.Throws<MipsImageException>(() => MipsImage.Load(Saved)).Error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
