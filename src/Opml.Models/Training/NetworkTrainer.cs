using System.Collections.Immutable;
using System.Diagnostics;
using Opml.Models.Data;
using Opml.Models.Numerics;

namespace Opml.Models.Training;

/// <summary>
/// Trains a perceptron (dense layers, ReLU between them), or a network of LeNet's kind (convolutions with max-pools before those), to classify
/// vectors, by softmax cross-entropy and Adam on mini-batches that are shuffled anew for each epoch, and keeps the weights of the best epoch. On the
/// <see cref="ManagedEngine"/> equal options and samples give equal weights, to the bit, on every processor: sums
/// are added up in a fixed order and vectors and threads used only across independent sums, and nothing but IEEE 754
/// operations decides a weight. (The reported loss uses the platform's logarithm and may differ in its last digits.)
/// </summary>
public sealed class NetworkTrainer
{
    private const int MostBatch = 4096;
    private const int MostUnits = 1 << 16;
    private const long MostWeights = 1 << 28;

    private readonly TrainingOptions _options;
    private readonly ITrainingEngine _engine;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="engine">What does the arithmetic; a <see cref="ManagedEngine"/> unless given.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public NetworkTrainer(TrainingOptions options, ITrainingEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.LayerSizes.IsDefault || options.LayerSizes.Length < 2 || options.LayerSizes.Any(static s => s is < 1 or > MostUnits))
            throw new ArgumentException($"Two or more layer sizes from 1 to {MostUnits} are needed, such as 784, 20, 10.", nameof(options));
        if (options.ConvolutionProblem() is { } problem)
            throw new ArgumentException(problem, nameof(options));
        ImmutableArray<int> sizes = [options.Features, .. options.LayerSizes.Skip(1)];
        if (sizes.Zip(sizes.Skip(1), static (a, b) => (long)a * b).Any(static w => w > MostWeights))
            throw new ArgumentException($"Layer sizes {string.Join(", ", sizes)}: at most {MostWeights} weights a layer are possible.", nameof(options));
        if (options.Epochs < 1)
            throw new ArgumentException($"{options.Epochs} epochs: at least 1 is needed.", nameof(options));
        if (options.BatchSize is < 1 or > MostBatch)
            throw new ArgumentException($"A batch of {options.BatchSize}: 1 to {MostBatch} are possible.", nameof(options));
        if (!(options.LearningRate > 0) || !float.IsFinite(options.LearningRate))
            throw new ArgumentException($"A learning rate of {options.LearningRate}: a number above 0 is needed.", nameof(options));
        _options = options;
        _engine = engine ?? new ManagedEngine();
    }

    /// <summary>Trains.</summary>
    /// <param name="training">The samples to learn from; values as many as the first layer, classes below the last.</param>
    /// <param name="heldOut">Samples of the same kind to measure accuracy on after each epoch, or null.</param>
    /// <param name="observer">Told of how it goes, and of the best weights so far; or null.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The best epoch's weights, and the epochs.</returns>
    /// <exception cref="ArgumentException">The samples do not fit the layers, or there are none.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no number any more.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public TrainingResult Train(
        ILabelledSamples training,
        ILabelledSamples? heldOut = null,
        ITrainingObserver? observer = null,
        CancellationToken cancellationToken = default)
    {
        Check(training, nameof(training));
        if (heldOut is not null)
            Check(heldOut, nameof(heldOut));
        var random = new SplitMix64(_options.Seed);
        using var network = _engine.Create(_options, InitialParameters.Draw(_options, ref random));
        int[] order = [.. Enumerable.Range(0, training.Count)];
        var epochs = ImmutableArray.CreateBuilder<EpochResult>();
        EpochResult? best = null;
        Model? model = null;
        long begin = Stopwatch.GetTimestamp();
        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            random.Shuffle(order);
            double loss = 0;
            for (int at = 0; at < order.Length; at += _options.BatchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(_options.BatchSize, order.Length - at);
                loss += network.Train(training, order.AsSpan(at, count));
                observer?.OnProgress(new TrainingProgress(epoch, _options.Epochs, at + count, order.Length, Stopwatch.GetElapsedTime(begin)));
            }

            if (!double.IsFinite(loss))
                throw new TrainingDivergedException(epoch, _options.LearningRate, best?.Epoch);
            double? accuracy = heldOut is null ? null : Accuracy(network, heldOut, cancellationToken);
            var result = new EpochResult(epoch, _options.Epochs, loss / order.Length, accuracy, Stopwatch.GetElapsedTime(start), false);
            if (best is null || (accuracy is null ? result.Loss < best.Loss : accuracy > best.Accuracy))
            {
                // The loss was measured before the last step, which may have been the one too many.
                var tensors = network.ToTensors();
                if (!tensors.All(IsFinite))
                    throw new TrainingDivergedException(epoch, _options.LearningRate, best?.Epoch);
                best = result = result with { IsBest = true };
                model = new Model("trained network", tensors);
                observer?.OnBest(model);
            }

            epochs.Add(result);
            observer?.OnEpoch(result);
        }

        return new TrainingResult(model!, best!, epochs.ToImmutable());
    }

    private static bool IsFinite(Tensor tensor)
    {
        var values = new float[tensor.Count];
        tensor.CopyTo(0, values);
        return Array.TrueForAll(values, float.IsFinite);
    }

    private double Accuracy(ITrainingNetwork network, ILabelledSamples samples, CancellationToken cancellationToken)
    {
        int[] all = [.. Enumerable.Range(0, samples.Count)];
        int right = 0;
        for (int at = 0; at < all.Length; at += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            right += network.CountRight(samples, all.AsSpan(at, Math.Min(_options.BatchSize, all.Length - at)));
        }

        return (double)right / all.Length;
    }

    private void Check(ILabelledSamples samples, string parameter)
    {
        ArgumentNullException.ThrowIfNull(samples, parameter);
        if (samples.Count == 0)
            throw new ArgumentException("There are no samples.", parameter);
        if (samples.Size != _options.LayerSizes[0])
            throw new ArgumentException($"The samples have {samples.Size} values (pixels), and the first layer {_options.LayerSizes[0]} inputs.", parameter);
        for (int i = 0; i < samples.Count; i++)
        {
            if (samples.GetClass(i) >= _options.LayerSizes[^1])
                throw new ArgumentException($"A label is {samples.GetClass(i)}, and the last layer has classes 0 to {_options.LayerSizes[^1] - 1}.", parameter);
        }
    }
}
