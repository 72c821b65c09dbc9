using System.Management.Automation.Runspaces;
using Opml.Shell.Editing;
using Opml.Shell.Session;

namespace Opml.Shell.Tests;

/// <summary>What Tab makes of a line.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(ShellSession.CreateState());
    private readonly Completion _completion;

    public CompletionTests()
    {
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        _completion = new Completion(_runspace);
    }

    [Theory]
    [InlineData("Get-Conten", "Get-Content")]
    [InlineData("1 | ForEach-Obj", "1 | ForEach-Object")]
    [InlineData("(Get-Conten", "(Get-Content")]
    [InlineData("Write-Host x -Foreg", "Write-Host x -ForegroundColor")]
    [InlineData("Write-Host x -ForegroundColor DarkC", "Write-Host x -ForegroundColor DarkCyan")]
    [InlineData("$PSVersionTa", "$PSVersionTable")]
    public void Completes(string line, string expected) => Assert.Equal((expected, expected.Length), _completion.Next(line, line.Length, 1));

    [Fact]
    public void Completes_in_the_middle_of_a_line() => Assert.Equal(("Get-Content | Sort-Object", 11), _completion.Next("Get-Conten | Sort-Object", 10, 1));

    [Fact]
    public void Goes_through_the_choices_and_back()
    {
        const string line = "Write-Host x -ForegroundColor Dark";
        string[] seen = new string[7];
        string at = line;
        for (int i = 0; i < seen.Length; i++) seen[i] = at = _completion.Next(at, at.Length, 1)!.Value.Line;
        Assert.Equal(7, seen.Distinct().Count());
        Assert.Equal(seen[0], at = _completion.Next(at, at.Length, 1)!.Value.Line);
        Assert.Equal(seen[6], _completion.Next(at, at.Length, -1)!.Value.Line);
    }

    [Fact]
    public void Begins_with_the_last_choice_backwards() =>
        Assert.Equal("Write-Host x -ForegroundColor DarkYellow", _completion.Next("Write-Host x -ForegroundColor Dark", 34, -1)!.Value.Line);

    [Fact]
    public void A_line_that_was_changed_is_completed_anew()
    {
        _completion.Next("Get-Conten", 10, 1);
        Assert.Equal("Get-Content | Sort-Object", _completion.Next("Get-Content | Sort-Ob", 21, 1)!.Value.Line);
    }

    [Fact]
    public void Nothing_to_choose_is_no_error() => Assert.Null(_completion.Next("Get-NothingLikeThis", 19, 1));

    public void Dispose() => _runspace.Dispose();
}
