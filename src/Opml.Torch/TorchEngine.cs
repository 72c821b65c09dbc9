using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Opml.Models.Training;

namespace Opml.Torch;

/// <summary>
/// Training on libtorch. With the same options, samples and first parameters it comes to the same weights as the
/// <see cref="ManagedEngine"/> but for rounding: its sums are added up in another order.
/// </summary>
public sealed partial class TorchEngine : ITrainingEngine
{
    private readonly string _device;

    /// <summary>Makes an engine; libtorch is loaded with the first.</summary>
    /// <param name="device">Where to compute: cpu, cuda, cuda:N or mps.</param>
    /// <exception cref="ArgumentException">The device is called otherwise.</exception>
    /// <exception cref="EngineUnavailableException">libtorch is not there or does not load here, or has no such device.</exception>
    public TorchEngine(string device = "cpu")
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!DeviceNames().IsMatch(device))
            throw new ArgumentException($"There is no device '{device}': cpu, cuda, cuda:0, cuda:1 and so on, and mps are possible.", nameof(device));
        TorchLibrary.Load();
        TorchDevices.Require(device);
        _device = device;
    }

    /// <inheritdoc/>
    public ITrainingNetwork Create(TrainingOptions options, ImmutableArray<Opml.Models.Tensor> initial)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TorchNetwork(options, initial, _device);
    }

    [GeneratedRegex(@"\A(cpu|mps|cuda(:[0-9]{1,3})?)\z")]
    private static partial Regex DeviceNames();
}
