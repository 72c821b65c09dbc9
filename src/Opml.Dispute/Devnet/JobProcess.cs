using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Opml.Dispute.Devnet;

/// <summary>
/// On Windows: the child is put into a job object whose only handle the owner holds, with the limit "kill on job close";
/// when the owner ends, the system closes the handle and kills the child (Win32, "Job Objects").
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class JobProcess : OwnedProcess
{
    private const int ExtendedLimitInformation = 9;
    private const uint KillOnJobClose = 0x2000;

    private readonly SafeFileHandle _job;
    private readonly string _scratchFolder;

    private JobProcess(Process process, SafeFileHandle job, string scratchFolder, Action<string> onLine)
        : base(process, onLine)
    {
        _job = job;
        _scratchFolder = scratchFolder;
    }

    public static new JobProcess Start(
        string program, IReadOnlyList<string> arguments, string scratchFolder, Action<string> onLine, Action<int> onProcessId)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            CreateNewProcessGroup = true,
        };
        var job = CreateJob();
        Process? process = null;
        try
        {
            process = Process.Start(start) ?? throw new DevnetException($"'{program}' could not be started.");
            if (!AssignProcessToJobObject(job, process.SafeHandle))
                throw new DevnetException("anvil could not be tied to this process.", new Win32Exception());
        }
        catch
        {
            process?.Kill();
            process?.Dispose();
            job.Dispose();
            throw;
        }

        onProcessId(process.Id);
        return new JobProcess(process, job, scratchFolder, onLine);
    }

    protected override void End() => _job.Dispose();

    protected override void ForceEnd() => Process.Kill();

    protected override void CleanUp()
    {
        _job.Dispose();
        try
        {
            if (Directory.Exists(_scratchFolder))
                Directory.Delete(_scratchFolder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A virus scanner may hold a file for a moment; the folder is a temporary one.
        }
    }

    private static SafeFileHandle CreateJob()
    {
        var job = CreateJobObject(0, 0);
        if (job.IsInvalid)
            throw new DevnetException("Windows gives no job object.", new Win32Exception());

        var limits = new ExtendedLimits { LimitFlags = KillOnJobClose };
        if (SetInformationJobObject(job, ExtendedLimitInformation, ref limits, (uint)Marshal.SizeOf<ExtendedLimits>()))
            return job;

        var error = new Win32Exception();
        job.Dispose();
        throw new DevnetException("Windows does not let the job object be set up.", error);
    }

    [LibraryImport("kernel32.dll", EntryPoint = "CreateJobObjectW", SetLastError = true)]
    private static partial SafeFileHandle CreateJobObject(nint attributes, nint name);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(SafeFileHandle job, int kind, ref ExtendedLimits limits, uint size);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION; only the flags are set.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
        public ulong ReadOperationCount;
        public ulong WriteOperationCount;
        public ulong OtherOperationCount;
        public ulong ReadTransferCount;
        public ulong WriteTransferCount;
        public ulong OtherTransferCount;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }
}
