namespace Opml.Mips.Execution;

/// <summary>A way to run a machine. All engines agree on every state.</summary>
public interface IExecutionEngine
{
    /// <summary>
    /// Runs until the machine's status is no longer running or <paramref name="maximumSteps"/> steps are done,
    /// whichever comes first; never one step more.
    /// </summary>
    /// <returns>Steps done.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the machine stands between two steps and can go on.</exception>
    ulong Run(Machine machine, ulong maximumSteps, CancellationToken cancellationToken);

    /// <summary>Readies a machine, which may never run itself, for forks that share what the engine finds out about its code.</summary>
    void Prepare(Machine machine)
    {
    }
}
