using System.Text.RegularExpressions;

namespace Opml.Shell.Tests;

/// <summary>What reaches a pipe, who answers questions, what Ctrl+C does.</summary>
public sealed class ConsoleTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("Write-Host red -ForegroundColor Red")]
    [InlineData("Write-Warning careful")]
    [InlineData("[pscustomobject]@{ A = 1 } | Format-Table")]
    [InlineData("\"`e[31mred`e[0m\"")]
    [InlineData("Get-Nothing")]
    [InlineData("Write-Progress -Activity working -PercentComplete 10; 'done'")]
    public void Nothing_redirected_holds_an_escape_sequence(string command)
    {
        ShellRun run = ShellProcess.Run("-c", command);
        Assert.NotEmpty(run.Output + run.Error);
        Assert.DoesNotContain('\e', run.Output + run.Error);
    }

    [Fact]
    public void Progress_is_not_drawn_without_a_terminal()
    {
        ShellRun run = ShellProcess.Run("-c", "Write-Progress -Activity working -PercentComplete 10; 'done'");
        Assert.Equal(("done\n", ""), (run.Output, run.Error));
    }

    [Fact]
    public void Output_and_host_text_keep_their_order()
    {
        Assert.Equal(["1", "two", "3"], ShellProcess.Run("-c", "1; Write-Host two; 3").Lines);
    }

    private const string Asks = "function Remove-It { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('the target', 'remove')) { 'removed' } }; ";

    [Theory]
    [InlineData("Remove-It -WhatIf", "", "What if: Performing the operation \"remove\" on target \"the target\".")]
    [InlineData("Remove-It -Confirm:$false", "", "removed")]
    [InlineData("Remove-It", "y\n", "removed")]
    [InlineData("Remove-It", "n\n", "[N] No")]
    [InlineData("Remove-It", "what\nA\n", "A - Continue")]
    public void ShouldProcess_asks(string command, string answers, string expected)
    {
        string script = _folder.Write("ask.ps1", Asks + command);
        ShellRun run = ShellProcess.Run([script], answers);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(expected, run.Output);
        Assert.Equal(answers == "n\n" || command.Contains("WhatIf"), !run.Output.Contains("removed"));
    }

    [Theory]
    [InlineData("Remove-It", true, "-Confirm:$false")]
    [InlineData("Remove-It", false, "at its end")]
    [InlineData("Read-Host 'name'", true, "NonInteractive")]
    [InlineData("function f { param([Parameter(Mandatory)] $Size) }; f", true, "Size")]
    public void A_question_that_nobody_can_answer_fails_and_says_so(string command, bool nonInteractive, string hint)
    {
        string script = _folder.Write("ask.ps1", "$ErrorActionPreference = 'Stop'; " + Asks + command);
        string[] options = nonInteractive ? ["-NonInteractive"] : [];
        ShellRun run = ShellProcess.Run([.. options, script]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(hint, Regex.Replace(run.Error, @"\s*\n[\s|]*", " "));
    }

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public void A_signal_stops_the_script_and_its_cleaning_up_runs(int signal, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no kill(2)");
        string script = _folder.Write("long.ps1", "try { 'ready'; Start-Sleep 600; 'not reached' } finally { [Console]::WriteLine('cleaned') }");
        ShellRun run = ShellProcess.Interrupt(script, signal);
        Assert.Equal((code, "cleaned\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void A_busy_script_is_stopped_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no kill(2)");
        string script = _folder.Write("busy.ps1", "'ready'; while ($true) { $null = 1 + 1 }");
        Assert.Equal(130, ShellProcess.Interrupt(script, 2).ExitCode);
    }

    [Fact]
    public void Long_lines_break_between_words()
    {
        string words = string.Join(' ', Enumerable.Repeat("something", 40));
        string[] lines = ShellProcess.Run("-c", $"[pscustomobject]@{{ A = 1; B = '{words}' }} | Format-Table -Wrap").Lines;
        Assert.All(lines.Skip(2).SelectMany(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)), static word => Assert.Contains(word, new[] { "1", "something" }));
    }

    [Fact]
    public void Help_and_version_need_no_engine()
    {
        Assert.Contains("-ModulePath", ShellProcess.Run("-Help").Output);
        Assert.StartsWith($"Opml.Shell {typeof(Session.ModuleLocator).Assembly.GetName().Version!.ToString(3)} (PowerShell engine 7.6", ShellProcess.Run("-Version").Output);
    }

    public void Dispose() => _folder.Dispose();
}
