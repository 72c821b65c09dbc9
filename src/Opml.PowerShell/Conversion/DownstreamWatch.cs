using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace Opml.PowerShell.Conversion;

/// <summary>
/// Tells why the pipeline ended while a cmdlet wrote to it. PowerShell throws the same <see cref="PipelineStoppedException"/> at a command
/// whether one after it failed or needs no more, as Select-Object -First; what that one threw on this thread differs.
/// </summary>
internal sealed class DownstreamWatch : IDisposable
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private Exception? _last;

    public DownstreamWatch() => AppDomain.CurrentDomain.FirstChanceException += Note;

    /// <summary>Whether a command further down has what it wants, rather than failed.</summary>
    public bool HasEnough => _last is FlowControlException;

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= Note;

    private void Note(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (Environment.CurrentManagedThreadId == _thread && thrown.Exception is not PipelineStoppedException) _last = thrown.Exception;
    }
}
