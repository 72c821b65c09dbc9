using System.Diagnostics;

namespace Opml.Dispute.Devnet;

/// <summary>
/// A child process that ends when its owner does, however the owner ends. Both outputs arrive as lines; the end of the
/// output is the end of the child.
/// </summary>
internal abstract class OwnedProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    // Once its supervisor is gone the child is gone too, unless the supervisor was killed.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Task _pump;
    private int _disposed;

    protected OwnedProcess(Process process, Action<string> onLine)
    {
        _process = process;
        _pump = PumpAsync(process.StandardOutput, onLine);
    }

    /// <summary>Completes when the child has ended.</summary>
    public Task Ended => _pump;

    protected Process Process => _process;

    /// <param name="program">The program's full path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="scratchFolder">A folder for the child's own files, removed after it.</param>
    /// <param name="onLine">Gets each line of output.</param>
    /// <param name="onProcessId">Gets the child's process id, once.</param>
    public static OwnedProcess Start(
        string program, IReadOnlyList<string> arguments, string scratchFolder, Action<string> onLine, Action<int> onProcessId) =>
        OperatingSystem.IsWindows()
            ? JobProcess.Start(program, arguments, scratchFolder, onLine, onProcessId)
            : SupervisedProcess.Start(program, arguments, scratchFolder, onLine, onProcessId);

    /// <summary>Ends the child and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        try
        {
            End();
            await _process.WaitForExitAsync().WaitAsync(s_patience).ConfigureAwait(false);
            await _pump.WaitAsync(s_grace).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ForceEnd();
            await _pump.WaitAsync(s_patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            CleanUp();
            _process.Dispose();
        }
    }

    /// <summary>Asks for the end.</summary>
    protected abstract void End();

    /// <summary>Ends what did not end when asked.</summary>
    protected abstract void ForceEnd();

    /// <summary>Removes what is left.</summary>
    protected abstract void CleanUp();

    protected static void TryKill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is gone already.
        }
    }

    private static async Task PumpAsync(StreamReader output, Action<string> onLine)
    {
        try
        {
            while (await output.ReadLineAsync().ConfigureAwait(false) is { } line)
                onLine(line);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The pipe broke, which is an end as well.
        }
    }
}
