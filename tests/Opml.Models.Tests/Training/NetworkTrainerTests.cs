using System.Collections.Immutable;
using System.Security.Cryptography;
using Opml.Models.Data;
using Opml.Models.Digits;
using Opml.Models.Ggml;
using Opml.Models.Inference;
using Opml.Models.Numerics;
using Opml.Models.Training;

namespace Opml.Models.Tests.Training;

public class NetworkTrainerTests
{
    private static readonly LabelledImages Digits = DigitDrawer.Draw(3000, 1, 0, CancellationToken.None);
    private static readonly LabelledImages HeldOut = DigitDrawer.Draw(1000, 1, 1_000_000, CancellationToken.None);

    [Fact]
    public void It_learns_to_read_digits_that_it_has_not_seen()
    {
        var result = Train(new TrainingOptions { Epochs = 8 });
        Assert.True(result.Best.Accuracy > 0.95, $"{result.Best}");
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss / 4);
        var inference = ReferenceInference.From(result.Model.AsSource(), TestContext.Current.CancellationToken);
        int right = Enumerable.Range(0, HeldOut.Count).Count(i => inference.Run(HeldOut.Image(i)).Class == HeldOut.Labels.Span[i]);
        Assert.Equal(result.Best.Accuracy, (double)right / HeldOut.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_everywhere() =>
        Assert.Equal("66d1fd68f34e758bd8021d95d322b0e9762702a728bc50d5f4fe6ea0a4acc42d", Hash(Train(new TrainingOptions { Epochs = 2 }).Model));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void The_number_of_threads_changes_no_bit(int threads)
    {
        // Layers and a batch that are worth dividing, and numbers that no count of threads divides evenly.
        var options = new TrainingOptions { LayerSizes = [784, 61, 35, 10], BatchSize = 190, Epochs = 2 };
        Assert.Equal(Hash(Train(options, 400, new ManagedEngine(3)).Model), Hash(Train(options, 400, new ManagedEngine(threads)).Model));
        options = new TrainingOptions { LayerSizes = [784, 10], Convolutions = [3, 5], BatchSize = 61, Epochs = 1 };
        Assert.Equal(Hash(Train(options, 120, new ManagedEngine(3)).Model), Hash(Train(options, 120, new ManagedEngine(threads)).Model));
    }

    [Fact]
    public void Convolutions_learn_too_and_are_what_the_reference_inference_computes()
    {
        var result = Train(new TrainingOptions { LayerSizes = [784, 24, 10], Convolutions = [4, 8], Epochs = 3 }, 1500);
        Assert.True(result.Best.Accuracy > 0.85, $"{result.Best}");
        Assert.Equal(
            "conv1.weight Float32 [4, 1, 5, 5], conv1.bias Float32 [4], conv2.weight Float32 [8, 4, 5, 5], conv2.bias Float32 [8], "
            + "fc1.weight Float32 [24, 128], fc1.bias Float32 [24], fc2.weight Float32 [10, 24], fc2.bias Float32 [10]",
            string.Join(", ", result.Model.Tensors));
        var inference = ReferenceInference.From(result.Model.AsSource(), Token);
        Assert.Equal((GuestProgram.LeNet, 784), (inference.Program, inference.Inputs));
        int right = Enumerable.Range(0, HeldOut.Count).Count(i => inference.Run(HeldOut.Image(i)).Class == HeldOut.GetLabel(i));
        Assert.Equal(result.Best.Accuracy, (double)right / HeldOut.Count);
    }

    [Fact]
    public void A_convolution_s_outputs_are_those_of_the_reference_inference_to_the_bit()
    {
        const int images = 5;
        var options = new TrainingOptions { LayerSizes = [784, 10], Convolutions = [3] };
        var random = new SplitMix64(9);
        var parameters = InitialParameters.Draw(options, ref random);
        var workers = new Workers(2);
        var inputs = new Activations(784, images, workers);
        for (int b = 0; b < images; b++)
            Digits.CopyTo(b, inputs.BySample.AsSpan(b * 784, 784));
        inputs.ToUnits(images);
        var outputs = new Activations(3 * 24 * 24, images, workers);
        new ConvolutionLayer(parameters[0], parameters[1], 28, 1e-3f, workers).Forward(inputs, outputs.ByUnit, images);
        for (int i = 0; i < outputs.ByUnit.Length; i++)
            outputs.ByUnit[i] = Math.Max(outputs.ByUnit[i], 0);
        var pooled = new Activations(3 * 12 * 12, images, workers);
        new PoolLayer(3, 24, workers).Forward(outputs, pooled.ByUnit, images);
        pooled.ToSamples(images);
        var layer = new LayerPlan(LayerKind.Convolution, 1, 3) { Kernel = 5, Side = 28, HasReLU = true };
        var reference = new FloatLayer(layer, parameters[0].ToArray(), parameters[1].ToArray());
        for (int b = 0; b < images; b++)
        {
            var numbers = new float[784];
            Digits.CopyTo(b, numbers);
            reference.Run(numbers, new float[reference.Room]);
            Assert.Equal(
                numbers.Take(432).Select(BitConverter.SingleToInt32Bits),
                pooled.BySample.Skip(b * 432).Take(432).Select(BitConverter.SingleToInt32Bits));
        }
    }

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

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 3 })]
    [InlineData(new[] { 3, 4 })]
    public void A_step_follows_the_slope_that_differences_measure(int[] convolutions)
    {
        // With Adam's first step every parameter moves by the learning rate against the sign of its slope. The slopes are
        // measured here from outside, by the reference inference, on one batch.
        const float rate = 1e-3f;
        var images = Digits.Slice(0, 40);
        var options = new TrainingOptions { LayerSizes = [784, 6, 10], Convolutions = [.. convolutions], Epochs = 1, BatchSize = 40, LearningRate = rate };
        var after = new NetworkTrainer(options).Train(images, cancellationToken: Token).Model;
        var random = new SplitMix64(options.Seed);
        var before = new Model("start", InitialParameters.Draw(options, ref random));
        double loss = Loss(before, images);
        int compared = 0;
        for (int t = 0; t < before.Tensors.Length; t++)
        {
            float[] start = before.Tensors[t].ToArray();
            float[] end = after.Tensors[t].ToArray();
            for (int i = 0; i < start.Length; i += Math.Max(1, start.Length / 12))
            {
                const float step = 2e-3f;
                double right = (Loss(Shift(before, t, i, step), images) - loss) / step;
                double left = (loss - Loss(Shift(before, t, i, -step), images)) / step;
                double slope = (left + right) / 2;

                // Next to a kink, where a ReLU or a pool changes its mind, differences say nothing of the slope.
                if (Math.Abs(slope) < 1e-3 || Math.Abs(left - right) > Math.Abs(slope) / 2)
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
        var parameters = InitialParameters.Draw(new TrainingOptions { LayerSizes = [784, 20] }, ref random);
        var workers = new Workers(2);
        var layer = new DenseLayer(parameters[0], parameters[1], 1e-3f, workers);
        var inputs = new Activations(784, images, workers);
        for (int b = 0; b < images; b++)
            Digits.CopyTo(b, inputs.BySample.AsSpan(b * 784, 784));
        inputs.ToUnits(images);
        var outputs = new float[20 * images];
        layer.Forward(inputs, outputs, images);
        var inference = ReferenceInference.From(new Model("m", parameters).AsSource(), TestContext.Current.CancellationToken);
        for (int b = 0; b < images; b++)
        {
            Assert.Equal(
                inference.Run(Digits.Image(b)).Scores.Select(BitConverter.SingleToInt32Bits),
                Enumerable.Range(0, 20).Select(i => BitConverter.SingleToInt32Bits(outputs[i * images + b])));
        }
    }

    [Fact]
    public void An_observer_is_told_of_every_batch_and_every_epoch_in_order()
    {
        var observer = new Observer();
        var trainer = new NetworkTrainer(new TrainingOptions { Epochs = 3, BatchSize = 100 });
        var result = trainer.Train(Digits.Slice(0, 250), null, observer, Token);
        Assert.Equal([(1, 3), (2, 3), (3, 3)], observer.Epochs.Select(e => (e.Epoch, e.Epochs)));
        Assert.All(observer.Epochs, e => Assert.Null(e.Accuracy));
        Assert.Equal(observer.Epochs, result.Epochs);
        Assert.Equal(
            [(1, 100), (1, 200), (1, 250), (2, 100), (2, 200), (2, 250), (3, 100), (3, 200), (3, 250)],
            observer.Progress.Select(p => (p.Epoch, p.Done)));
        Assert.Equal(1, observer.Progress[^1].Share);
        Assert.Equal(0, observer.Progress[^1].SecondsLeft);
        Assert.All(observer.Progress, p => Assert.True(p.Rate > 0));
    }

    [Fact]
    public void The_best_epoch_is_the_first_of_the_greatest_accuracy()
    {
        var observer = new Observer();
        var trainer = new NetworkTrainer(new TrainingOptions { Epochs = 12, LearningRate = 0.05f });
        var result = trainer.Train(Digits.Slice(0, 500), HeldOut.Slice(0, 100), observer, Token);
        Assert.Equal(result.Epochs.First(e => e.Accuracy == result.Epochs.Max(o => o.Accuracy)), result.Best);
        Assert.True(result.Best.Epoch < 12, "the test wants a run whose last epoch is not its best");
        double? sofar = -1;
        foreach (var epoch in result.Epochs)
        {
            Assert.Equal(epoch.Accuracy > sofar, epoch.IsBest);
            sofar = Math.Max(sofar.Value, epoch.Accuracy!.Value);
        }

        Assert.Equal(result.Epochs.Count(e => e.IsBest), observer.Models.Count);
        Assert.Same(result.Model, observer.Models[^1]);
        var inference = ReferenceInference.From(result.Model.AsSource(), TestContext.Current.CancellationToken);
        Assert.Equal(result.Best.Accuracy, Enumerable.Range(0, 100).Count(i => inference.Run(HeldOut.Image(i)).Class == HeldOut.GetLabel(i)) / 100.0);
    }

    [Fact]
    public void Without_held_out_samples_the_best_epoch_is_that_of_the_least_loss()
    {
        var result = new NetworkTrainer(new TrainingOptions { Epochs = 12, LearningRate = 0.05f }).Train(Digits.Slice(0, 500), cancellationToken: Token);
        Assert.Equal(result.Epochs.MinBy(e => e.Loss), result.Best);
    }

    [Fact]
    public void Training_stops_when_told()
    {
        using var source = new CancellationTokenSource();
        var observer = new Observer { Stop = epoch => { if (epoch.Epoch == 2) source.Cancel(); } };
        var trainer = new NetworkTrainer(new TrainingOptions { Epochs = int.MaxValue });
        Assert.Throws<OperationCanceledException>(() => trainer.Train(Digits.Slice(0, 100), null, observer, source.Token));
        Assert.Equal(2, observer.Epochs.Count);
    }

    [Fact]
    public void Weights_that_run_away_end_the_training_with_advice()
    {
        var trainer = new NetworkTrainer(new TrainingOptions { LearningRate = 1e30f, Epochs = 5 });
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Train(Digits.Slice(0, 500), cancellationToken: Token));
        Assert.Contains("learning rate of 1E+30 is too high", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_run_away_in_the_last_step_of_an_epoch_are_not_kept()
    {
        // One batch is an epoch: its loss is measured before the step that ruins the weights.
        var observer = new Observer();
        var trainer = new NetworkTrainer(new TrainingOptions { LearningRate = float.MaxValue, Epochs = 1, BatchSize = 500 });
        Assert.Throws<TrainingDivergedException>(() => trainer.Train(Digits.Slice(0, 500), null, observer, Token));
        Assert.Empty(observer.Epochs);
    }

    [Fact]
    public void Vectors_of_any_numbers_are_learnt_from()
    {
        // The exclusive or, which no single layer knows.
        var samples = new LabelledVectors();
        foreach (var (a, b) in new[] { (-1, -1), (-1, 1), (1, -1), (1, 1) })
            samples.Add([a, b], a == b ? 0 : 1);
        var options = new TrainingOptions { LayerSizes = [2, 8, 2], Epochs = 300, LearningRate = 0.05f };
        Assert.Equal(1, new NetworkTrainer(options).Train(samples, samples, cancellationToken: Token).Best.Accuracy);
    }

    public static TheoryData<TrainingOptions, string> BadOptions => new()
    {
        { new TrainingOptions { LayerSizes = [784] }, "layer sizes" },
        { new TrainingOptions { LayerSizes = default }, "layer sizes" },
        { new TrainingOptions { LayerSizes = [784, 0, 10] }, "layer sizes" },
        { new TrainingOptions { LayerSizes = [784, int.MaxValue, 10] }, "layer sizes" },
        { new TrainingOptions { LayerSizes = [784, 65536, 65536] }, "weights a layer" },
        { new TrainingOptions { Convolutions = [1] }, "2 to 1024 channels" },
        { new TrainingOptions { Convolutions = default }, "2 to 1024 channels" },
        { new TrainingOptions { Convolutions = [4], KernelSize = 1 }, "kernels of 2 x 2 or more" },
        { new TrainingOptions { Convolutions = [4], KernelSize = 4 }, "the 2 x 2 max-pool does not divide" },
        { new TrainingOptions { Convolutions = [4, 4, 4] }, "choose another kernel size, or fewer convolutions" },
        { new TrainingOptions { Convolutions = [4], LayerSizes = [783, 10] }, "Convolutions take square images" },
        { new TrainingOptions { Convolutions = [1024], LayerSizes = [10000, 10] }, "numbers are possible behind a convolution" },
        { new TrainingOptions { Epochs = 0 }, "epochs" },
        { new TrainingOptions { BatchSize = 0 }, "batch" },
        { new TrainingOptions { BatchSize = 5000 }, "batch" },
        { new TrainingOptions { LearningRate = 0 }, "learning rate" },
        { new TrainingOptions { LearningRate = float.NaN }, "learning rate" },
        { new TrainingOptions { LearningRate = float.PositiveInfinity }, "learning rate" },
        { new TrainingOptions { LayerSizes = [783, 10] }, "784 values (pixels), and the first layer 783" },
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

    private static TrainingResult Train(TrainingOptions options, int count = 3000, ITrainingEngine? engine = null) =>
        new NetworkTrainer(options, engine).Train(Digits.Slice(0, count), HeldOut, null, Token);

    private static Model Shift(Model model, int tensor, int value, float by)
    {
        var old = model.Tensors[tensor];
        float[] values = old.ToArray();
        values[value] += by;
        return model with { Tensors = model.Tensors.SetItem(tensor, Tensor.Create(old.Index, old.Name, old.Shape.AsSpan(), values)) };
    }

    private static double Loss(Model model, LabelledImages images)
    {
        var inference = ReferenceInference.From(model.AsSource(), TestContext.Current.CancellationToken);
        double loss = 0;
        for (int i = 0; i < images.Count; i++)
        {
            var outputs = inference.Run(images.Image(i)).Scores;
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

    private sealed class Observer : ITrainingObserver
    {
        public List<TrainingProgress> Progress { get; } = [];

        public List<EpochResult> Epochs { get; } = [];

        public List<Model> Models { get; } = [];

        public Action<EpochResult> Stop { get; init; } = static _ => { };

        public void OnProgress(in TrainingProgress progress) => Progress.Add(progress);

        public void OnBest(Model model) => Models.Add(model);

        public void OnEpoch(EpochResult epoch)
        {
            Epochs.Add(epoch);
            Stop(epoch);
        }
    }
}
