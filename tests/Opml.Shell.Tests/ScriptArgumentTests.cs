namespace Opml.Shell.Tests;

public sealed class ScriptArgumentTests : IDisposable
{
    private const string Script = """
        param([string] $Name = 'none', [int] $Count = 1, [switch] $Flag, [string[]] $List, [Parameter(ValueFromRemainingArguments)] $Rest)
        "$Name|$Count|$Flag|$List|$($Rest -join ',')"
        """;

    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("none|1|False||")]
    [InlineData("a|1|False||", "-Name", "a")]
    [InlineData("a|2|True||", "-Name", "a", "-Count", "2", "-Flag")]
    [InlineData("a|1|False||", "-Name:a")]
    [InlineData("none|1|False||", "-Flag:$false")]
    [InlineData("none|1|True||", "-Flag:$true")]
    [InlineData("a|2|False|b|c,d", "a", "2", "b", "c", "d")]
    [InlineData("none|-3|False||", "-Count", "-3")]
    [InlineData("a b|1|False||", "-Name", "a b")]
    [InlineData("$x;'|1|False||", "-Name", "$x;'")]
    [InlineData("none|1|True||", "-f")]
    public void Bind_by_name_and_by_position(string expected, params string[] arguments)
    {
        ShellRun run = ShellProcess.Run([_folder.Write("script.ps1", Script), .. arguments]);
        Assert.Equal(expected, run.Output.Trim());
    }

    [Fact]
    public void An_unknown_parameter_of_an_advanced_script_is_an_error()
    {
        string script = _folder.Write("advanced.ps1", "[CmdletBinding()] param([string] $Name) 'ran'");
        ShellRun run = ShellProcess.Run(script, "-Nme", "x");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Nme", run.Error);
        Assert.DoesNotContain("ran", run.Output);
    }

    [Fact]
    public void A_script_knows_its_place()
    {
        string script = _folder.Write("place.ps1", "$PSScriptRoot; $PSCommandPath; $MyInvocation.MyCommand.Name");
        Assert.Equal([_folder.Path, script, "place.ps1"], ShellProcess.Run("-File", script).Lines);
    }

    public void Dispose() => _folder.Dispose();
}
