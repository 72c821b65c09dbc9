using System.Management.Automation;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>What all cmdlets share: cancellation by Ctrl+C, paths through the session's provider, errors for single items.</summary>
public abstract class OpmlCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>The session's paths.</summary>
    internal ProviderPaths Paths => new(SessionState.Path);

    /// <inheritdoc/>
    protected override void StopProcessing() => Cancel();

    /// <summary>Asks the cmdlet's work to end.</summary>
    protected void Cancel() => _cancellation.Cancel();

    /// <summary>Frees what the cmdlet holds; called at the pipeline's end, however it ends.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="IDisposable.Dispose"/>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _cancellation.Dispose();
    }

    /// <summary>
    /// Does the work for one item. What fails becomes a non-terminating error with the cmdlet's error id, the
    /// exception's category and the item as target; the pipeline goes on with the next.
    /// </summary>
    protected void ForItem(object target, Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            work();
        }
        catch (OperationCanceledException) when (CancellationToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (Failures.IsExpected(exception))
        {
            WriteError(Failures.ToRecord(exception, target));
        }
    }

    /// <summary>Ends the cmdlet with an error.</summary>
    protected void Terminate(Exception exception, object? target) => ThrowTerminatingError(Failures.ToRecord(exception, target));
}
