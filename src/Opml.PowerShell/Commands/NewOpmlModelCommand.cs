using System.Management.Automation;
using System.Runtime.CompilerServices;
using Opml.Models.Data;
using Opml.Models.Training;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;
using Opml.Torch;

namespace Opml.PowerShell.Commands;

/// <summary>Trains a perceptron or a convolutional network to classify images, or vectors of any numbers, and saves it as a PyTorch state_dict.</summary>
[Cmdlet(VerbsCommon.New, "OpmlModel", DefaultParameterSetName = SetSet, SupportsShouldProcess = true)]
[OutputType(typeof(TrainedModel), typeof(EpochResult))]
public sealed class NewOpmlModelCommand : OpmlCmdlet
{
    private const string SetSet = "TrainingSet";
    private const string SampleSet = "Sample";
    private const string ManagedName = "Managed";
    private const string TorchName = "Torch";
    private static readonly TrainingOptions s_defaults = new();

    private ITrainingEngine _engine = null!;
    private LabelledVectors? _samples;

    /// <summary>The state_dict to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>Images to learn from.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = SetSet)]
    [ValidateNotNull]
    public ILabelledSamples TrainingSet { get; set; } = null!;

    /// <summary>Values of a sample to learn from.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = SampleSet)]
    [SampleValuesArgument]
    public float[] Value { get; set; } = null!;

    /// <summary>Class of that sample.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = SampleSet)]
    public int Label { get; set; }

    /// <summary>Samples to measure accuracy on after each epoch.</summary>
    [Parameter]
    [SamplesArgument]
    public ILabelledSamples? HeldOutSet { get; set; }

    /// <summary>The share of the samples that is not learnt from, but measured on.</summary>
    [Parameter]
    [ValidateRange(0.0, 0.99)]
    public double HeldOutShare { get; set; }

    /// <summary>Sizes of the dense layers between input and output.</summary>
    [Parameter]
    [ValidateRange(1, 65536)]
    [AllowEmptyCollection]
    public int[] HiddenSize { get; set; } = [20];

    /// <summary>Channels of each convolution before the dense layers; 6, 16 makes a network of LeNet's kind.</summary>
    [Parameter]
    [ValidateRange(2, 1024)]
    [AllowEmptyCollection]
    public int[] Convolution { get; set; } = [];

    /// <summary>Side of the convolutions' square kernels.</summary>
    [Parameter]
    [ValidateRange(2, 64)]
    public int KernelSize { get; set; } = s_defaults.KernelSize;

    /// <summary>Passes over the samples.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int Epochs { get; set; } = s_defaults.Epochs;

    /// <summary>Samples a step.</summary>
    [Parameter]
    [ValidateRange(1, 4096)]
    public int BatchSize { get; set; } = s_defaults.BatchSize;

    /// <summary>Adam's step size.</summary>
    [Parameter]
    [ValidateRange(float.Epsilon, float.MaxValue)]
    public float LearningRate { get; set; } = s_defaults.LearningRate;

    /// <summary>Decides the first weights and the order of the samples: equal seeds give equal models.</summary>
    [Parameter]
    public ulong Seed { get; set; } = s_defaults.Seed;

    /// <summary>What does the arithmetic: .NET, or libtorch.</summary>
    [Parameter]
    [ValidateSet(ManagedName, TorchName)]
    public string Engine { get; set; } = ManagedName;

    /// <summary>What libtorch computes on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public string Device { get; set; } = "cpu";

    /// <summary>Returns each epoch when it is over, before the model.</summary>
    [Parameter]
    public SwitchParameter IncludeEpoch { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (HeldOutSet is not null && HeldOutShare > 0)
            Terminate(new PSArgumentException("-HeldOutSet and -HeldOutShare both say what to measure on: give one of them."), HeldOutShare);
        // ValidateSet takes the name in any case.
        bool torch = Engine.Equals(TorchName, StringComparison.OrdinalIgnoreCase);
        if (!torch && MyInvocation.BoundParameters.ContainsKey(nameof(Device)))
            Terminate(new PSArgumentException("-Device is for '-Engine Torch': the managed engine computes on processors alone."), Device);
        ForAll(Engine, () => _engine = torch ? LoadTorch(Device) : new ManagedEngine());
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == SetSet) ForItem(Path, () => Train(TrainingSet));
        else ForItem(Value, () => (_samples ??= new LabelledVectors()).Add(Value, Label));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_samples is { } samples) ForItem(Path, () => Train(samples));
    }

    // Not inlined: what calls it needs the assembly only when it comes to it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TorchEngine LoadTorch(string device) => new(device);

    private void Train(ILabelledSamples samples)
    {
        string target = Paths.ForOutput(Path);
        if (!ShouldProcess(target, $"Train a model on {samples.Count} samples")) return;
        if (!Force && File.Exists(target)) throw new FileExistsException(target, nameof(Path));
        int classes = Enumerable.Range(0, samples.Count).Max(samples.GetClass) + 1;
        ILabelledSamples? heldOut = HeldOutSet;
        if (HeldOutShare > 0) (samples, heldOut) = SampleSubset.Divide(samples, HeldOutShare, Seed);
        var options = new TrainingOptions
        {
            LayerSizes = [samples.Size, .. HiddenSize, classes],
            Convolutions = [.. Convolution],
            KernelSize = KernelSize,
            Epochs = Epochs,
            BatchSize = BatchSize,
            LearningRate = LearningRate,
            Seed = Seed,
        };
        var file = new BestModelFile(target, Force);
        try
        {
            using var reporter = new TrainingReporter(this, file, epoch => { if (IncludeEpoch) Emit(epoch); });
            TrainingResult result = new NetworkTrainer(options, _engine).Train(samples, heldOut, reporter, CancellationToken);
            FileAccessException.Writing(file.Flush);
            Emit(new TrainedModel(target, options.LayerSizes, result.Model, result.Best, result.Epochs) { Convolutions = options.Convolutions });
        }
        finally
        {
            // However it ended, by Ctrl+C too: the best so far is kept.
            FileAccessException.Writing(file.Flush);
        }
    }
}
