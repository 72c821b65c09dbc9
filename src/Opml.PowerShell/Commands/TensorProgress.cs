using System.Collections.Immutable;
using System.Management.Automation;
using Opml.Models.Sources;

namespace Opml.PowerShell.Commands;

/// <summary>Shows how much of a model's tensors is read, on the pipeline's thread.</summary>
internal sealed class TensorProgress : IProgress<TensorInfo>, IDisposable
{
    private readonly Cmdlet _cmdlet;
    private readonly ProgressMeter _meter;
    private long _before;
    private long _current;

    /// <param name="cmdlet">Who reads.</param>
    /// <param name="activity">What is done with the tensors.</param>
    /// <param name="what">The file.</param>
    /// <param name="tensors">All that will be read.</param>
    public TensorProgress(Cmdlet cmdlet, string activity, string what, ImmutableArray<TensorInfo> tensors)
    {
        _cmdlet = cmdlet;
        _meter = new ProgressMeter(activity);
        _meter.Begin(what, ProgressUnit.Bytes, tensors.Sum(static tensor => tensor.ByteCount));
    }

    /// <summary>A tensor begins.</summary>
    public void Report(TensorInfo value)
    {
        _before += _current;
        _current = value.ByteCount;
        Show(0);
    }

    /// <summary>So many bytes of the tensor that is being read are done.</summary>
    public void Show(long bytes)
    {
        _meter.Advance(_before + bytes);
        if (_meter.Due() is { } record) _cmdlet.WriteProgress(record);
    }

    public void Dispose()
    {
        if (_meter.End() is { } record) _cmdlet.WriteProgress(record);
    }
}
