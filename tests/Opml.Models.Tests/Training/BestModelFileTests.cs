using Opml.Models.Reading;
using Opml.Models.Training;

namespace Opml.Models.Tests.Training;

public class BestModelFileTests
{
    [Fact]
    public void The_first_weights_are_there_at_once_and_the_last_after_a_flush()
    {
        using var folder = new TemporaryFolder();
        var file = new BestModelFile(folder.File("m.pth"), overwrite: false);
        file.Keep(Of(1));
        Assert.Equal(1, Read(folder));
        for (int i = 2; i < 9; i++)
            file.Keep(Of(i));
        file.Flush();
        file.Flush();
        Assert.Equal(8, Read(folder));
        Assert.Equal(["m.pth"], folder.Names());
    }

    [Fact]
    public void A_file_that_is_there_is_kept_unless_it_may_be_replaced()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("m.pth"), "mine");
        Assert.Throws<IOException>(() => new BestModelFile(folder.File("m.pth"), overwrite: false).Keep(Of(1)));
        Assert.Equal("mine", File.ReadAllText(folder.File("m.pth")));
        new BestModelFile(folder.File("m.pth"), overwrite: true).Keep(Of(2));
        Assert.Equal(2, Read(folder));
    }

    [Fact]
    public void Without_weights_nothing_is_written()
    {
        using var folder = new TemporaryFolder();
        new BestModelFile(folder.File("m.pth"), overwrite: true).Flush();
        Assert.Empty(folder.Names());
    }

    private static Model Of(float value) => new("m", [Tensor.Create(0, "w", [1], [value])]);

    private static float Read(TemporaryFolder folder) =>
        ModelFile.Load(folder.File("m.pth"), TestContext.Current.CancellationToken).Tensors[0].ToArray()[0];
}
