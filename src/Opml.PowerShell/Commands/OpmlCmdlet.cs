using System.Management.Automation;
using Opml.Dispute.Players;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>What all cmdlets share: cancellation by Ctrl+C, paths through the session's provider, errors for single items.</summary>
public abstract class OpmlCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private Exception? _pipelineFailure;

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>The session's paths.</summary>
    internal ProviderPaths Paths => new(SessionState.Path);

    /// <inheritdoc/>
    protected override void StopProcessing() => Cancel();

    /// <summary>Asks the cmdlet's work to end.</summary>
    protected void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The stop came when the pipeline had ended by itself.
        }
    }

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
    /// exception's category and the item as target; the pipeline goes on with the next. Where memory ran out, nothing goes on.
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
        catch (Exception exception) when (IsOwnFailure(exception))
        {
            if (LackOfMemory.IsIn(exception)) Terminate(exception, target);
            ToPipeline(() => WriteError(Failures.ToRecord(exception, target)));
        }
    }

    /// <summary>Does work without which nothing can go on: what fails ends the cmdlet.</summary>
    protected void ForAll(object? target, Action work)
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
        catch (Exception exception) when (IsOwnFailure(exception))
        {
            Terminate(exception, target);
        }
    }

    /// <summary>
    /// Writes an object. What a command further down the pipeline throws at it (an error of its own, or that it needs no
    /// more) passes through <see cref="ForItem"/> as it is.
    /// </summary>
    protected void Emit(object value) => ToPipeline(() => WriteObject(value));

    /// <summary>Writes to the pipeline; what that throws passes through <see cref="ForItem"/> as it is.</summary>
    private protected void ToPipeline(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception)
        {
            _pipelineFailure = exception;
            throw;
        }
    }

    private bool IsOwnFailure(Exception exception) => !ReferenceEquals(exception, _pipelineFailure) && Failures.IsExpected(exception);

    /// <summary>Ends the cmdlet with an error.</summary>
    protected void Terminate(Exception exception, object? target) => ThrowTerminatingError(Failures.ToRecord(exception, target));
}
