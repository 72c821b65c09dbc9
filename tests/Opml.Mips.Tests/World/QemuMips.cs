using System.Diagnostics;

namespace Opml.Mips.Tests.World;

/// <summary>Another implementation of the architecture: QEMU's user mode emulation of a big-endian release 1 processor (4Kc).</summary>
internal static class QemuMips
{
    private const string Program = "qemu-mips";

    public sealed record Result(int ExitCode, byte[] Output, string Errors)
    {
        /// <summary>Whether a signal ended it, as a trap does.</summary>
        public bool Trapped => ExitCode > 128;
    }

    /// <summary>Skips the test that asks where the program is not installed.</summary>
    public static void RequireIt() =>
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program))),
            $"{Program} is not there to compare with: install Debian's qemu-user.");

    /// <summary>Runs an ELF file; what it writes to standard output and standard error.</summary>
    public static async Task<Result> RunAsync(byte[] elf)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("opml-qemu-");
        try
        {
            string path = Path.Combine(folder.FullName, "guest.elf");
            await File.WriteAllBytesAsync(path, elf, token);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            var start = new ProcessStartInfo(Program, ["-cpu", "4Kc", path])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            using CancellationTokenRegistration stop = token.Register(process.Kill);
            Task<string> errors = process.StandardError.ReadToEndAsync(token);
            using var output = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(output, token);
            await process.WaitForExitAsync(token);
            return new Result(process.ExitCode, output.ToArray(), await errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
