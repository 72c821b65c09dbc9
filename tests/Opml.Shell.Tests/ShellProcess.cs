using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Opml.Shell.Tests;

/// <summary>Runs the built shell as a process of its own.</summary>
internal static class ShellProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static ShellRun Run(params string[] arguments) => Run(arguments, input: null);

    /// <param name="arguments">The command line.</param>
    /// <param name="input">Standard input; an empty one when null.</param>
    /// <param name="environment">Variables to set.</param>
    public static ShellRun Run(string[] arguments, string? input, params (string Name, string Value)[] environment)
    {
        using Process process = Start(arguments, environment);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input ?? "");
        process.StandardInput.Close();
        return End(process, output, error);
    }

    /// <summary>Starts a script, waits until it prints "ready", sends it a signal.</summary>
    public static ShellRun Interrupt(string script, int signal)
    {
        using Process process = Start([script], []);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string first = process.StandardOutput.ReadLine() ?? "";
        Assert.Equal("ready", first);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Assert.Equal(0, Kill(process.Id, signal));
        return End(process, output, error);
    }

    private static Process Start(string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(Opml.Shell.Session.ModuleLocator).Assembly.Location);
        start.ArgumentList.Add("-NoModule");
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static ShellRun End(Process process, Task<string> output, Task<string> error)
    {
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The shell did not end within {Patience}.");
        }

        return new ShellRun(process.ExitCode, output.Result.ReplaceLineEndings("\n"), error.Result.ReplaceLineEndings("\n"));
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
