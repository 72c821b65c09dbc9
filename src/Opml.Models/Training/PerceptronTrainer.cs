using System.Collections.Immutable;
using System.Diagnostics;
using Opml.Models.Data;
using Opml.Models.Numerics;

namespace Opml.Models.Training;

/// <summary>
/// Trains a perceptron (dense layers, ReLU between them) to classify images, pixels as byte / 255, by softmax cross-entropy
/// and Adam on shuffled mini-batches. Equal options and images give equal weights, to the bit, on every processor: sums
/// are added up in a fixed order and vectors used only across independent sums, and nothing but IEEE 754 operations decides
/// a weight. (The reported loss uses the platform's logarithm and may differ in its last digits.)
/// </summary>
public sealed class PerceptronTrainer
{
    private const int MostBatch = 4096;
    private const int MostUnits = 1 << 16;
    private const long MostWeights = 1 << 28;

    private readonly TrainingOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PerceptronTrainer(TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.LayerSizes.IsDefault || options.LayerSizes.Length < 2 || options.LayerSizes.Any(static s => s is < 1 or > MostUnits))
            throw new ArgumentException($"Two or more layer sizes from 1 to {MostUnits} are needed, such as 784, 20, 10.", nameof(options));
        if (options.LayerSizes.Zip(options.LayerSizes.Skip(1), static (a, b) => (long)a * b).Any(static w => w > MostWeights))
            throw new ArgumentException($"Layer sizes {string.Join(", ", options.LayerSizes)}: at most {MostWeights} weights a layer are possible.", nameof(options));
        if (options.Epochs < 1)
            throw new ArgumentException($"{options.Epochs} epochs: at least 1 is needed.", nameof(options));
        if (options.BatchSize is < 1 or > MostBatch)
            throw new ArgumentException($"A batch of {options.BatchSize}: 1 to {MostBatch} are possible.", nameof(options));
        if (!(options.LearningRate > 0) || !float.IsFinite(options.LearningRate))
            throw new ArgumentException($"A learning rate of {options.LearningRate}: a number above 0 is needed.", nameof(options));
        _options = options;
    }

    /// <summary>Trains.</summary>
    /// <param name="training">The images to learn from; pixels as many as the first layer, labels below the last.</param>
    /// <param name="heldOut">Images of the same kind to measure accuracy on after each epoch, or null.</param>
    /// <param name="progress">Told of each epoch when it is over, or null.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The model and the epochs.</returns>
    /// <exception cref="ArgumentException">The images do not fit the layers, or there are none.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public TrainingResult Train(
        LabelledImages training,
        LabelledImages? heldOut = null,
        IProgress<EpochResult>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Check(training, nameof(training));
        if (heldOut is not null)
            Check(heldOut, nameof(heldOut));
        var random = new SplitMix64(_options.Seed);
        var network = new Network(_options, ref random);
        int[] order = [.. Enumerable.Range(0, training.Count)];
        var epochs = ImmutableArray.CreateBuilder<EpochResult>();
        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            Shuffle(order, ref random);
            double loss = 0;
            for (int at = 0; at < order.Length; at += _options.BatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                loss += network.Train(training, order.AsSpan(at, Math.Min(_options.BatchSize, order.Length - at)));
            }

            double? accuracy = heldOut is null ? null : Accuracy(network, heldOut, cancellationToken);
            var result = new EpochResult(epoch, _options.Epochs, loss / order.Length, accuracy, Stopwatch.GetElapsedTime(start));
            epochs.Add(result);
            progress?.Report(result);
        }

        return new TrainingResult(new Model("trained perceptron", network.ToTensors()), epochs.ToImmutable());
    }

    private static void Shuffle(int[] order, ref SplitMix64 random)
    {
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.Below(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
    }

    private double Accuracy(Network network, LabelledImages images, CancellationToken cancellationToken)
    {
        int[] all = [.. Enumerable.Range(0, images.Count)];
        int right = 0;
        for (int at = 0; at < all.Length; at += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            right += network.CountRight(images, all.AsSpan(at, Math.Min(_options.BatchSize, all.Length - at)));
        }

        return (double)right / all.Length;
    }

    private void Check(LabelledImages images, string parameter)
    {
        ArgumentNullException.ThrowIfNull(images, parameter);
        if (images.Count == 0)
            throw new ArgumentException("There are no images.", parameter);
        if (images.Size != _options.LayerSizes[0])
        {
            throw new ArgumentException(
                $"Images of {images.Rows} x {images.Columns} have {images.Size} pixels, and the first layer {_options.LayerSizes[0]} inputs.", parameter);
        }

        foreach (byte label in images.Labels.Span)
        {
            if (label >= _options.LayerSizes[^1])
                throw new ArgumentException($"A label is {label}, and the last layer has classes 0 to {_options.LayerSizes[^1] - 1}.", parameter);
        }
    }
}
