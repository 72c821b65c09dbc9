using System.Management.Automation;
using Opml.Models.Data;

namespace Opml.PowerShell.Commands;

/// <summary>Shows on the pipeline's thread how many images are done.</summary>
internal sealed class ImageProgress : IProgress<IdxProgress>, IDisposable
{
    private readonly Cmdlet _cmdlet;
    private readonly ProgressMeter _meter;
    private readonly string _what;
    private int? _total;

    /// <param name="cmdlet">Who works on them.</param>
    /// <param name="activity">What is done with the images.</param>
    /// <param name="what">Which images, or what is done with them.</param>
    public ImageProgress(Cmdlet cmdlet, string activity, string what)
    {
        _cmdlet = cmdlet;
        _meter = new ProgressMeter(activity);
        _what = what;
        _meter.Begin(what);
    }

    public void Report(IdxProgress value) => Show(value.Read, value.Total);

    /// <summary>So many of all are done.</summary>
    public void Show(int done, int total)
    {
        if (_total != total)
        {
            _total = total;
            _meter.Begin(_what, ProgressUnit.Images, total);
        }

        _meter.Advance(done);
        if (_meter.Due() is { } record) _cmdlet.WriteProgress(record);
    }

    public void Dispose()
    {
        if (_meter.End() is { } record) _cmdlet.WriteProgress(record);
    }
}
