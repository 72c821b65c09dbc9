namespace Opml.Shell.Tests;

/// <summary>What the process says when it ends, as pwsh -File and pwsh -Command say it.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("function f { exit 9 }; & { f }; 'not reached'", 9)]
    [InlineData("throw 'no'", 1)]
    [InlineData("Get-Item /no/such/file; 'after an error that did not end it'", 0)]
    [InlineData("Get-Item /no/such/file -ErrorAction Stop", 1)]
    [InlineData("$global:LASTEXITCODE = 5; 'a failed program is not a failed script'", 0)]
    [InlineData("if (", 1)]
    [InlineData("try { exit 4 } finally { 'cleaned' }", 4)]
    public void A_script_file(string script, int code)
    {
        Assert.Equal(code, ShellProcess.Run(_folder.Write("script.ps1", script)).ExitCode);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'no'", 1)]
    [InlineData("Get-Item /no/such/file", 1)]
    [InlineData("Get-Item /no/such/file; 'the last statement decides'", 0)]
    [InlineData("\"no end", 1)]
    public void A_command(string command, int code)
    {
        Assert.Equal(code, ShellProcess.Run("-Command", command).ExitCode);
        Assert.Equal(code, ShellProcess.Run([], input: command).ExitCode);
    }

    [Theory]
    [InlineData("-Nonsense")]
    [InlineData("-Command")]
    [InlineData("-ModulePath")]
    [InlineData("no-such-script.ps1")]
    public void A_wrong_command_line_is_64_and_says_why(string argument)
    {
        ShellRun run = ShellProcess.Run(argument);
        Assert.Equal(64, run.ExitCode);
        Assert.Contains(argument, run.Error);
    }

    [Theory]
    [InlineData("if (", "Missing condition")]
    [InlineData("throw 'the reason'", "the reason")]
    [InlineData("Get-Nothing", "is not recognized")]
    public void An_error_is_shown_once_on_standard_error(string command, string message)
    {
        ShellRun run = ShellProcess.Run("-c", command);
        Assert.Equal(2, run.Error.Split(message).Length);
        Assert.Empty(run.Output.Trim());
    }

    public void Dispose() => _folder.Dispose();
}
