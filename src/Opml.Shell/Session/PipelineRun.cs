using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Opml.Shell.Session;

/// <summary>How a pipeline ended.</summary>
internal enum PipelineEnd
{
    Completed,
    Failed,
    Stopped,
}

/// <summary>Runs one pipeline to the console at a time, and lets another thread (Ctrl+C, a signal) stop it.</summary>
internal sealed class PipelineRun(Runspace runspace, PSHost host) : IDisposable
{
    private readonly Lock _gate = new();
    private Pipeline? _running;
    private bool _stopping;

    /// <summary>Asks the running pipeline to stop.</summary>
    /// <returns>False when nothing runs, or when it has been asked before.</returns>
    public bool Stop()
    {
        lock (_gate)
        {
            if (_running is null || _stopping) return false;
            _stopping = true;
            try
            {
                _running.StopAsync();
            }
            catch (Exception e) when (e is InvalidOperationException or NullReferenceException or PSInvalidOperationException)
            {
                // A pipeline that is only starting can refuse: Execute looks at _stopping before and after it runs.
            }

            return true;
        }
    }

    public Runspace Runspace => runspace;

    /// <summary>True while a pipeline runs.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate) return _running is not null;
        }
    }

    /// <summary>Runs a command with its parameters; output and errors go to the console in their order.</summary>
    /// <returns>How it ended; the error that ended it is already shown.</returns>
    public PipelineEnd Execute(Command command)
    {
        using Pipeline pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add(command);
        return Execute(pipeline);
    }

    /// <summary>Runs a piece of script. It goes into the history: only then does the engine keep its <c>$?</c>.</summary>
    public PipelineEnd Execute(string script)
    {
        using Pipeline pipeline = runspace.CreatePipeline(script, addToHistory: true);
        return Execute(pipeline);
    }

    /// <summary>Evaluates a small expression of the shell's own, silently.</summary>
    public object? Evaluate(string script)
    {
        using Pipeline pipeline = runspace.CreatePipeline(script);
        return pipeline.Invoke() is [{ } value, ..] ? value.BaseObject : null;
    }

    public void Dispose() => runspace.Dispose();

    private PipelineEnd Execute(Pipeline pipeline)
    {
        pipeline.Commands.Add(new Command("Out-Default")
        {
            MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output,
        });
        lock (_gate)
        {
            _running = pipeline;
            _stopping = false;
        }

        RuntimeException? failure = null;
        try
        {
            pipeline.Invoke();
        }
        catch (PipelineStoppedException)
        {
            return PipelineEnd.Stopped;
        }
        catch (RuntimeException e)
        {
            failure = e;
        }
        finally
        {
            lock (_gate) _running = null;
        }

        if (_stopping || pipeline.PipelineStateInfo.State == PipelineState.Stopped) return PipelineEnd.Stopped;
        if (failure is null) return PipelineEnd.Completed;
        Show(failure, host);
        return PipelineEnd.Failed;
    }

    /// <summary>Through the engine's own error view, so that it reads as a non-terminating error does.</summary>
    private void Show(RuntimeException failure, PSHost host)
    {
        // The engine's view of a syntax error in text that is no file is empty.
        if (failure is ParseException && string.IsNullOrEmpty(failure.ErrorRecord?.InvocationInfo?.ScriptName))
        {
            host.UI.WriteErrorLine("ParserError: " + failure.Message.Trim());
            return;
        }

        ErrorRecord record = failure.ErrorRecord ?? new ErrorRecord(failure, failure.GetType().Name, ErrorCategory.NotSpecified, null);
        var shown = PSObject.AsPSObject(record);
        EngineParts.MarkAsError(shown);
        using Pipeline pipeline = runspace.CreatePipeline();
        var view = new Command("Out-Default");
        view.Parameters.Add("InputObject", shown);
        pipeline.Commands.Add(view);
        pipeline.Invoke();
    }
}
