using System.Diagnostics;
using System.Globalization;

namespace Opml.Dispute.Devnet;

/// <summary>
/// On Linux and macOS: a shell stands between owner and child. Its standard input is a pipe that the owner alone holds open and
/// never writes to; when the owner ends, killed or not, the kernel closes the pipe, the shell's read returns, and it kills the child.
/// The child gets a session of its own, by setsid or (on macOS) perl, so that Ctrl+C in the owner's terminal does not reach it.
/// </summary>
internal sealed class SupervisedProcess : OwnedProcess
{
    private const string PidMark = "opml-child-pid ";

    private const string Script = """
        trap '' INT QUIT HUP TERM
        folder=$1
        shift
        mkdir -m 700 -- "$folder" || exit 1
        if command -v setsid >/dev/null 2>&1; then
          setsid "$@" </dev/null 2>&1 &
        elif command -v perl >/dev/null 2>&1; then
          perl -e 'use POSIX; POSIX::setsid(); exec @ARGV or die $!' -- "$@" </dev/null 2>&1 &
        else
          "$@" </dev/null 2>&1 &
        fi
        echo "opml-child-pid $!"
        exec >/dev/null 2>&1
        read -r line
        kill -9 $!
        wait
        rm -rf -- "$folder"
        """;

    private const int MostTries = 100;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly string _scratchFolder;
    private int _childId;

    private SupervisedProcess(Process process, string scratchFolder, Action<string> onLine)
        : base(process, onLine) => _scratchFolder = scratchFolder;

    public static new SupervisedProcess Start(
        string program, IReadOnlyList<string> arguments, string scratchFolder, Action<string> onLine, Action<int> onProcessId)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", Script, "opml-devnet", scratchFolder, program },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        SupervisedProcess? owned = null;
        var childId = 0;
        var process = Process.Start(start) ?? throw new DevnetException("/bin/sh could not be started.");
        owned = new SupervisedProcess(process, scratchFolder, line =>
        {
            if (childId == 0 && line.StartsWith(PidMark, StringComparison.Ordinal)
                && int.TryParse(line.AsSpan(PidMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out childId))
            {
                onProcessId(childId);
                if (owned is not null)
                    owned._childId = childId;
            }
            else
            {
                onLine(line);
            }
        });
        owned._childId = childId;
        return owned;
    }

    protected override void End()
    {
        // The shell was killed by somebody: nobody else is left to end the child.
        if (Process.HasExited && !Ended.IsCompleted && _childId != 0)
            TryKill(_childId);
        Process.StandardInput.Close();
    }

    protected override void ForceEnd()
    {
        if (_childId != 0 && !Ended.IsCompleted)
            TryKill(_childId);
        if (!Process.HasExited)
            Process.Kill();
    }

    protected override void CleanUp()
    {
        // The shell has removed the folder, unless it was killed; and what it had begun to remove, with many blocks in it, may be under way yet.
        for (var tries = 1; Directory.Exists(_scratchFolder); tries++)
        {
            try
            {
                Directory.Delete(_scratchFolder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException && tries < MostTries)
            {
                Thread.Sleep(s_pause);
            }
        }
    }
}
