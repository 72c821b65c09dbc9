using Opml.Models.Data;
using Opml.Models.Digits;
using Opml.Models.Training;

namespace Opml.Torch.Tests;

/// <summary>Where libtorch loads, what it computes; where it does not, what the error says.</summary>
public class TorchEngineTests
{
    private static readonly LabelledImages Digits = DigitDrawer.Draw(1000, 1, 0, CancellationToken.None);
    private static readonly LabelledImages HeldOut = DigitDrawer.Draw(500, 1, 1_000_000, CancellationToken.None);

    private static EngineUnavailableException? Unavailable
    {
        get
        {
            try
            {
                _ = new TorchEngine();
                return null;
            }
            catch (EngineUnavailableException e)
            {
                return e;
            }
        }
    }

    [Fact]
    public void Both_engines_come_to_the_same_weights_within_rounding()
    {
        Require();
        var options = new TrainingOptions { LayerSizes = [784, 20, 10], Epochs = 2, LearningRate = 1e-3f };
        var managed = Train(options, new ManagedEngine());
        var torch = Train(options, new TorchEngine());
        foreach (var (one, other) in managed.Epochs.Zip(torch.Epochs))
        {
            Assert.Equal(one.Loss, other.Loss, 1e-3);
            Assert.Equal(one.Accuracy!.Value, other.Accuracy!.Value, 0.011);
        }

        Assert.Equal(managed.Model.Tensors.Select(t => $"{t.Index} {t}"), torch.Model.Tensors.Select(t => $"{t.Index} {t}"));
        foreach (var (one, other) in managed.Model.Tensors.Zip(torch.Model.Tensors))
            Assert.All(one.ToArray().Zip(other.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 5e-3f));
    }

    [Theory]
    [InlineData(new int[0], new[] { 784, 8, 6, 10 })]
    [InlineData(new[] { 3, 4 }, new[] { 784, 9, 10 })]
    public void One_step_agrees_to_six_digits(int[] convolutions, int[] sizes)
    {
        Require();
        var options = new TrainingOptions { Convolutions = [.. convolutions], LayerSizes = [.. sizes], Epochs = 1, BatchSize = 64 };
        var managed = Train(options, new ManagedEngine(), 64);
        var torch = Train(options, new TorchEngine(), 64);
        Assert.Equal(managed.Epochs[0].Loss, torch.Epochs[0].Loss, 1e-5);
        foreach (var (one, other) in managed.Model.Tensors.Zip(torch.Model.Tensors))
        {
            // A slope that is nearly 0 may have either sign; Adam's first step is of the same size whatever the slope.
            var differences = one.ToArray().Zip(other.ToArray(), static (a, b) => Math.Abs(a - b)).ToArray();
            Assert.True(differences.Count(static d => d > 1e-5f) <= differences.Length / 200, $"{one}: {differences.Count(static d => d > 1e-5f)} differ");
        }
    }

    [Fact]
    public void A_device_that_is_not_there_is_refused_with_advice()
    {
        Require();
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "there is a device that speaks CUDA");
        Assert.Contains("-Device cpu", Assert.Throws<EngineUnavailableException>(() => new TorchEngine("cuda")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:1234")]
    [InlineData("cpu\n")]
    [InlineData("")]
    public void A_device_of_another_name_is_refused(string device) =>
        Assert.Contains("cpu, cuda, cuda:0", Assert.Throws<ArgumentException>(() => new TorchEngine(device)).Message, StringComparison.Ordinal);

    [Fact]
    public void Where_libtorch_does_not_load_the_error_says_what_to_do()
    {
        var error = Unavailable;
        Assert.SkipWhen(error is null, "libtorch loads here");
        Assert.Contains("without -Engine Torch", error!.Message, StringComparison.Ordinal);
        bool isThere = TorchLibrary.IsThere(AppContext.BaseDirectory);
        Assert.Contains(isThere ? "GLIBCXX_3.4.32" : "./build.ps1 Build -Libtorch", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cpu")), "TorchSharp copied the library elsewhere");
    }

    [Fact]
    public void A_library_that_is_too_new_is_told_from_one_that_is_not_there()
    {
        var reason = new DllNotFoundException("Unable to load shared library 'torch_cpu' or one of its dependencies.\n/a/torch_cpu.so: cannot open shared object file: No such file or directory\n/a/libtorch_cpu.so: version `GLIBCXX_3.4.32' not found\n");
        string there = TorchLibrary.Explain(reason, isThere: true).Message;
        Assert.EndsWith("The loader said: /a/libtorch_cpu.so: version `GLIBCXX_3.4.32' not found", there, StringComparison.Ordinal);
        Assert.Contains("not part of this build", TorchLibrary.Explain(reason, isThere: false).Message, StringComparison.Ordinal);
    }

    private static void Require()
    {
        if (Unavailable is { } reason)
            Assert.Skip(reason.Message);
    }

    private static TrainingResult Train(TrainingOptions options, ITrainingEngine engine, int count = 1000) =>
        new NetworkTrainer(options, engine).Train(Digits.Slice(0, count), HeldOut, null, TestContext.Current.CancellationToken);
}
