using System.Management.Automation;
using Opml.Models.Data;
using Opml.Models.PyTorch;
using Opml.Models.Training;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Trains a perceptron to classify images and saves it as a PyTorch state_dict.</summary>
[Cmdlet(VerbsCommon.New, "OpmlModel", SupportsShouldProcess = true)]
[OutputType(typeof(TrainedModel))]
public sealed class NewOpmlModelCommand : OpmlCmdlet
{
    private const int ProgressId = 0x6f71;
    private static readonly TrainingOptions s_defaults = new();

    /// <summary>The state_dict to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = null!;

    /// <summary>Images to learn from.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public LabelledImages TrainingSet { get; set; } = null!;

    /// <summary>Images to measure accuracy on after each epoch.</summary>
    [Parameter]
    public LabelledImages? HeldOutSet { get; set; }

    /// <summary>Sizes of the layers between input and output.</summary>
    [Parameter]
    [ValidateRange(1, 65536)]
    public int[] HiddenSize { get; set; } = [20];

    /// <summary>Passes over the images.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int Epochs { get; set; } = s_defaults.Epochs;

    /// <summary>Images a step.</summary>
    [Parameter]
    [ValidateRange(1, 4096)]
    public int BatchSize { get; set; } = s_defaults.BatchSize;

    /// <summary>Adam's step size.</summary>
    [Parameter]
    [ValidateRange(float.Epsilon, float.MaxValue)]
    public float LearningRate { get; set; } = s_defaults.LearningRate;

    /// <summary>Decides the first weights and the order of the images: equal seeds give equal models.</summary>
    [Parameter]
    public ulong Seed { get; set; } = s_defaults.Seed;

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Path, () =>
    {
        string target = Paths.ForOutput(Path);
        if (!ShouldProcess(target, $"Train a perceptron on {TrainingSet.Count} images")) return;
        if (!Force && File.Exists(target)) throw new FileExistsException(target, nameof(Path));
        int classes = TrainingSet.Labels.ToArray().Max() + 1;
        var options = new TrainingOptions
        {
            LayerSizes = [TrainingSet.Size, .. HiddenSize, classes],
            Epochs = Epochs,
            BatchSize = BatchSize,
            LearningRate = LearningRate,
            Seed = Seed,
        };
        try
        {
            TrainingResult result = new PerceptronTrainer(options).Train(TrainingSet, HeldOutSet, new Reporter(this), CancellationToken);
            StateDictWriter.Write(result.Model, target, Force, CancellationToken);
            Emit(new TrainedModel(target, options.LayerSizes, result.Model, result.Epochs));
        }
        finally
        {
            if (!CancellationToken.IsCancellationRequested)
                WriteProgress(new ProgressRecord(ProgressId, "Training", "done") { RecordType = ProgressRecordType.Completed });
        }
    });

    /// <summary>Tells each epoch, on the pipeline's own thread.</summary>
    private sealed class Reporter(NewOpmlModelCommand command) : IProgress<EpochResult>
    {
        public void Report(EpochResult value)
        {
            string accuracy = value.Accuracy is { } share ? $", {share:P1} of the held-out images right" : "";
            string text = $"epoch {value.Epoch} of {value.Epochs}: loss {value.Loss:0.0000}{accuracy}";
            command.WriteVerbose(text);
            command.WriteProgress(new ProgressRecord(ProgressId, "Training", text)
            {
                PercentComplete = 100 * value.Epoch / value.Epochs,
                SecondsRemaining = (int)((value.Epochs - value.Epoch) * value.Duration.TotalSeconds),
            });
        }
    }
}
