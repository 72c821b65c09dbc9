using System.Collections.Immutable;
using System.Security.Cryptography;
using Opml.Models.Data;
using Opml.Models.Digits;
using Opml.Models.Ggml;
using Opml.Models.Inference;
using Opml.Models.Numerics;
using Opml.Models.Training;

namespace Opml.Models.Tests.Training;

public class PerceptronTrainerTests
{
    private static readonly LabelledImages Digits = DigitDrawer.Draw(3000, 1, 0, CancellationToken.None);
    private static readonly LabelledImages HeldOut = DigitDrawer.Draw(1000, 1, 1_000_000, CancellationToken.None);

    [Fact]
    public void It_learns_to_read_digits_that_it_has_not_seen()
    {
        var result = Train(new TrainingOptions { Epochs = 8 });
        Assert.True(result.Epochs[^1].Accuracy > 0.95, $"{result.Epochs[^1]}");
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss / 4);
        var inference = new PerceptronInference(result.Model);
        int right = Enumerable.Range(0, HeldOut.Count).Count(i => inference.Classify(HeldOut.Image(i)) == HeldOut.Labels.Span[i]);
        Assert.Equal(result.Epochs[^1].Accuracy, (double)right / HeldOut.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_everywhere() =>
        Assert.Equal("66d1fd68f34e758bd8021d95d322b0e9762702a728bc50d5f4fe6ea0a4acc42d", Hash(Train(new TrainingOptions { Epochs = 2 }).Model));

    [Fact]
    public void Another_seed_gives_other_weights() =>
        Assert.NotEqual(
            Hash(Train(new TrainingOptions { Epochs = 1 }, 256).Model),
            Hash(Train(new TrainingOptions { Epochs = 1, Seed = 2 }, 256).Model));

    [Theory]
    [InlineData(new[] { 784, 10 }, "fc1.weight Float32 [10, 784], fc1.bias Float32 [10]")]
    [InlineData(new[] { 784, 20, 10 }, "fc1.weight Float32 [20, 784], fc1.bias Float32 [20], fc2.weight Float32 [10, 20], fc2.bias Float32 [10]")]
    [InlineData(new[] { 784, 5, 3, 12 }, "fc1.weight Float32 [5, 784], fc1.bias Float32 [5], fc2.weight Float32 [3, 5], fc2.bias Float32 [3], fc3.weight Float32 [12, 3], fc3.bias Float32 [12]")]
    public void Parameters_are_named_and_shaped_as_PyTorch_s(int[] sizes, string expected) =>
        Assert.Equal(expected, string.Join(", ", Train(new TrainingOptions { LayerSizes = [.. sizes], Epochs = 1 }, 100).Model.Tensors));

    [Fact]
    public void A_step_follows_the_slope_that_differences_measure()
    {
        // With Adam's first step every parameter moves by the learning rate against the sign of its slope. The slopes are
        // measured here from outside, by the reference inference, on one batch.
        const float rate = 1e-3f;
        var images = Digits.Slice(0, 40);
        var options = new TrainingOptions { LayerSizes = [784, 6, 10], Epochs = 1, BatchSize = 40, LearningRate = rate };
        var after = new PerceptronTrainer(options).Train(images, cancellationToken: Token).Model;
        var random = new SplitMix64(options.Seed);
        var before = new Model("start", new Network(options, ref random).ToTensors());
        int compared = 0;
        foreach (int t in new[] { 0, 1, 2, 3 })
        {
            float[] start = before.Tensors[t].ToArray();
            float[] end = after.Tensors[t].ToArray();
            for (int i = 0; i < start.Length; i += Math.Max(1, start.Length / 12))
            {
                double slope = (Loss(Shift(before, t, i, 1e-2f), images) - Loss(Shift(before, t, i, -1e-2f), images)) / 2e-2;
                if (Math.Abs(slope) < 1e-3)
                    continue;
                compared++;
                Assert.Equal(-Math.Sign(slope) * rate, end[i] - start[i], 1e-5);
            }
        }

        Assert.True(compared > 20, $"{compared} slopes compared");
    }

    [Fact]
    public void A_layer_s_outputs_are_those_of_the_reference_inference_to_the_bit()
    {
        const int images = 37;
        var random = new SplitMix64(9);
        var layer = new DenseLayer(784, 20, 1e-3f, ref random);
        var byUnit = new float[784 * images];
        for (int b = 0; b < images; b++)
        {
            for (int j = 0; j < 784; j++)
                byUnit[j * images + b] = Digits.Image(b)[j] / 255f;
        }

        var outputs = new float[20 * images];
        layer.Forward(byUnit, outputs, images);
        var inference = new PerceptronInference(new Model("m", [Tensor.Create(0, "w", [20, 784], layer.Weight), Tensor.Create(1, "b", [20], layer.Bias)]));
        for (int b = 0; b < images; b++)
        {
            Assert.Equal(
                inference.Logits(Digits.Image(b)).Select(BitConverter.SingleToInt32Bits),
                Enumerable.Range(0, 20).Select(i => BitConverter.SingleToInt32Bits(outputs[i * images + b])));
        }
    }

    [Fact]
    public void Progress_tells_of_every_epoch_in_order()
    {
        var told = new List<EpochResult>();
        var trainer = new PerceptronTrainer(new TrainingOptions { Epochs = 3, BatchSize = 100 });
        var result = trainer.Train(Digits.Slice(0, 250), null, new Collector(told.Add), Token);
        Assert.Equal([(1, 3), (2, 3), (3, 3)], told.Select(e => (e.Epoch, e.Epochs)));
        Assert.All(told, e => Assert.Null(e.Accuracy));
        Assert.Equal(told, result.Epochs);
    }

    [Fact]
    public void Training_stops_when_told()
    {
        using var source = new CancellationTokenSource();
        var trainer = new PerceptronTrainer(new TrainingOptions { Epochs = int.MaxValue });
        Assert.Throws<OperationCanceledException>(
            () => trainer.Train(Digits.Slice(0, 100), null, new Collector(e => Cancel(e, source)), source.Token));
    }

    public static TheoryData<TrainingOptions, string> BadOptions => new()
    {
        { new TrainingOptions { LayerSizes = [784] }, "layer sizes" },
        { new TrainingOptions { LayerSizes = default }, "layer sizes" },
        { new TrainingOptions { LayerSizes = [784, 0, 10] }, "layer sizes" },
        { new TrainingOptions { LayerSizes = [784, int.MaxValue, 10] }, "layer sizes" },
        { new TrainingOptions { LayerSizes = [784, 65536, 65536] }, "weights a layer" },
        { new TrainingOptions { Epochs = 0 }, "epochs" },
        { new TrainingOptions { BatchSize = 0 }, "batch" },
        { new TrainingOptions { BatchSize = 5000 }, "batch" },
        { new TrainingOptions { LearningRate = 0 }, "learning rate" },
        { new TrainingOptions { LearningRate = float.NaN }, "learning rate" },
        { new TrainingOptions { LearningRate = float.PositiveInfinity }, "learning rate" },
        { new TrainingOptions { LayerSizes = [783, 10] }, "784 pixels, and the first layer 783" },
        { new TrainingOptions { LayerSizes = [784, 9] }, "classes 0 to 8" },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Options_that_make_no_sense_are_refused(TrainingOptions options, string reason)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Train(options, 100));
        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_images_are_refused() => Assert.Throws<ArgumentException>(() => Train(new TrainingOptions(), 0));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TrainingResult Train(TrainingOptions options, int count = 3000) =>
        new PerceptronTrainer(options).Train(Digits.Slice(0, count), HeldOut, null, Token);

    private static void Cancel(EpochResult epoch, CancellationTokenSource source)
    {
        if (epoch.Epoch == 2)
            source.Cancel();
        Assert.True(epoch.Epoch <= 2);
    }

    private static Model Shift(Model model, int tensor, int value, float by)
    {
        var old = model.Tensors[tensor];
        float[] values = old.ToArray();
        values[value] += by;
        return model with { Tensors = model.Tensors.SetItem(tensor, Tensor.Create(old.Index, old.Name, old.Shape.AsSpan(), values)) };
    }

    private static double Loss(Model model, LabelledImages images)
    {
        var inference = new PerceptronInference(model);
        double loss = 0;
        for (int i = 0; i < images.Count; i++)
        {
            float[] outputs = inference.Logits(images.Image(i));
            loss += Math.Log(outputs.Sum(o => Math.Exp((double)o))) - outputs[images.Labels.Span[i]];
        }

        return loss / images.Count;
    }

    private static string Hash(Model model)
    {
        using var stream = new MemoryStream();
        GgmlWriter.Write(model.AsSource(), stream, cancellationToken: Token);
        return Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()));
    }

    private sealed class Collector(Action<EpochResult> tell) : IProgress<EpochResult>
    {
        public void Report(EpochResult value) => tell(value);
    }
}
