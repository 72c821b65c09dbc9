using Opml.Models.Data;
using Opml.Models.Training;

namespace Opml.Benchmarks;

/// <summary>Seconds an epoch, and accuracies, of a perceptron 784-20-10 on Fashion-MNIST: 60,000 images to learn from, 10,000 held out.</summary>
internal static class TrainingBenchmark
{
    private const int Epochs = 20;
    private const string Variable = "OPML_FASHION_MNIST";
    private const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    public static void Run()
    {
        string folder = Environment.GetEnvironmentVariable(Variable) ?? DebianFolder;
        if (!File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz")))
        {
            Measurement.Say($"training: skipped, no Fashion-MNIST in {folder}. On Debian: apt-get install dataset-fashion-mnist. Elsewhere put the four .gz files of https://github.com/zalandoresearch/fashion-mnist into a folder and name it in {Variable}.");
            return;
        }

        LabelledImages training = Read(folder, "train"), heldOut = Read(folder, "t10k");
        Measure(training, heldOut, Environment.ProcessorCount);
        if (Environment.ProcessorCount > 1)
            Measure(training, heldOut, 1);
    }

    private static void Measure(LabelledImages training, LabelledImages heldOut, int threads)
    {
        var result = new NetworkTrainer(new TrainingOptions { Epochs = Epochs }, new ManagedEngine(threads)).Train(training, heldOut);
        // The first epoch is left out: the code is compiled meanwhile.
        double[] seconds = [.. result.Epochs.Skip(1).Select(e => e.Duration.TotalSeconds).Order()];
        Measurement.Say($"training 784-20-10 on {training.Count} images, {threads} threads: {seconds[seconds.Length / 2]:N2} s an epoch ({seconds[0]:N2} to {seconds[^1]:N2}); accuracy {result.Epochs[2].Accuracy:P2} after 3 epochs, {result.Epochs[^1].Accuracy:P2} after {Epochs}, {result.Best.Accuracy:P2} at the best, epoch {result.Best.Epoch}");
    }

    private static LabelledImages Read(string folder, string name) =>
        IdxReader.Read(Path.Combine(folder, $"{name}-images-idx3-ubyte.gz"), Path.Combine(folder, $"{name}-labels-idx1-ubyte.gz"));
}
