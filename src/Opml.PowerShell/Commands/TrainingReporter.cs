using System.Diagnostics;
using System.Management.Automation;
using Opml.Models;
using Opml.Models.Training;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Shows a training as a progress record, a few times a second, and completes it; keeps the best weights; tells each epoch.</summary>
internal sealed class TrainingReporter(Cmdlet cmdlet, BestModelFile file, Action<EpochResult> tell) : ITrainingObserver, IDisposable
{
    private const int Id = 0x6f71;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private TimeSpan _next;
    private string _lastEpoch = "";
    private bool _shown;

    public void OnProgress(in TrainingProgress progress)
    {
        TimeSpan now = _sinceStart.Elapsed;
        if (now < _next) return;
        _next = now + s_interval;
        string text = FormattableString.Invariant($"epoch {progress.Epoch} of {progress.Epochs}, {progress.Rate:N0} samples a second");
        cmdlet.WriteProgress(new ProgressRecord(Id, "Training", text + _lastEpoch)
        {
            PercentComplete = (int)(100 * progress.Share),
            SecondsRemaining = (int)Math.Min(progress.SecondsLeft, int.MaxValue),
        });
        _shown = true;
    }

    public void OnBest(Model model) => FileAccessException.Writing(() => file.Keep(model));

    public void OnEpoch(EpochResult epoch)
    {
        string accuracy = epoch.Accuracy is { } share ? FormattableString.Invariant($", {share:P1} of the held-out samples right") : "";
        string loss = FormattableString.Invariant($"loss {epoch.Loss:0.0000}");
        _lastEpoch = $"; before: {loss}{accuracy}";
        cmdlet.WriteVerbose($"epoch {epoch.Epoch} of {epoch.Epochs}: {loss}{accuracy}{(epoch.IsBest ? ", the best so far" : "")}");
        tell(epoch);
    }

    public void Dispose()
    {
        if (_shown) cmdlet.WriteProgress(new ProgressRecord(Id, "Training", "done") { RecordType = ProgressRecordType.Completed });
    }
}
