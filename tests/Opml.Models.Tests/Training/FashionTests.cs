using Opml.Models.Data;
using Opml.Models.Training;

namespace Opml.Models.Tests.Training;

/// <summary>Real images: Zalando's Fashion-MNIST, as Debian's package dataset-fashion-mnist installs it.</summary>
public class FashionTests
{
    private const string Folder = "/usr/share/datasets/fashion-mnist";

    [Fact]
    public void Three_epochs_tell_clothes_apart()
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"there is no {Folder}: apt-get install dataset-fashion-mnist");
        var token = TestContext.Current.CancellationToken;
        var training = Read("train", token);
        var heldOut = Read("t10k", token);
        Assert.Equal((60_000, 10_000, 784), (training.Count, heldOut.Count, training.Size));
        var result = new NetworkTrainer(new TrainingOptions { Epochs = 3 }).Train(training, heldOut, cancellationToken: token);
        Assert.True(result.Epochs[^1].Accuracy > 0.82, $"{result.Epochs[^1]}");
    }

    private static LabelledImages Read(string name, CancellationToken token) =>
        IdxReader.Read(Path.Combine(Folder, $"{name}-images-idx3-ubyte.gz"), Path.Combine(Folder, $"{name}-labels-idx1-ubyte.gz"), token);
}
