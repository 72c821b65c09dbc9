using System.Management.Automation;
using Opml.Models.Data;
using Opml.Models.Digits;

namespace Opml.PowerShell.Commands;

/// <summary>Draws handwritten-looking digits, 28 by 28 pixels: the same ones for the same seed, on every machine.</summary>
[Cmdlet(VerbsCommon.New, "OpmlDigit")]
[OutputType(typeof(LabelledImages))]
public sealed class NewOpmlDigitCommand : AsyncOpmlCmdlet, IProgress<int>
{
    /// <summary>How many digits.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateRange(1, 1_000_000)]
    public int Count { get; set; }

    /// <summary>Which endless row of digits.</summary>
    [Parameter]
    public ulong Seed { get; set; } = 1;

    /// <summary>Where in the row to begin, so that sets do not overlap.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; }

    void IProgress<int>.Report(int value) => Work.Advance(value);

    /// <inheritdoc/>
    protected override void EndProcessing() => ForItem(Count, () =>
    {
        LabelledImages? digits = null;
        Await(token =>
        {
            Work.Begin("drawing", ProgressUnit.Images, Count);
            digits = DigitDrawer.Draw(Count, Seed, First, this, token);
            return Task.CompletedTask;
        });
        Emit(digits!);
    });
}
