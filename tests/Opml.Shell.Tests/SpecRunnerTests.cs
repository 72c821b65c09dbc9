namespace Opml.Shell.Tests;

/// <summary>The spec runner: a spec that must fail fails, and nothing else does.</summary>
public sealed class SpecRunnerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("It 'a' { 1 | Should -Be 1 }", "1 passed, 0 failed")]
    [InlineData("It 'a' { 1 | Should -Be 2 }", "0 passed, 1 failed", "Expected 2, but got 1.")]
    [InlineData("It 'a' { 1 | Should -Be 2 -Because 'I say so' }", "0 passed, 1 failed", "because I say so")]
    [InlineData("It 'a' { throw 'oh' }", "0 passed, 1 failed", "oh")]
    [InlineData("It 'a' { Get-NoSuchThing }", "0 passed, 1 failed", "Get-NoSuchThing")]
    [InlineData("It 'a' { { 1 } | Should -Throw }", "0 passed, 1 failed", "nothing was thrown")]
    [InlineData("It 'a' { { throw 'x' } | Should -Throw 'y' }", "0 passed, 1 failed")]
    [InlineData("It 'a' { { throw 'xyz' } | Should -Throw '*y*' }", "1 passed, 0 failed")]
    [InlineData("It 'a' { { throw 'x' } | Should -Not -Throw }", "0 passed, 1 failed")]
    [InlineData("It 'a' { { Get-Item /no/such -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*' -ExceptionType ([System.Management.Automation.ItemNotFoundException]) }", "1 passed, 0 failed")]
    [InlineData("It 'a' { { throw 'x' } | Should -Not -Throw 'y' }", "0 passed, 1 failed", "Expected no exception")]
    [InlineData("It 'a' { { throw 'x' } | Should -Throw 'x' -ErrorId 'y' }", "0 passed, 1 failed")]
    [InlineData("It 'a' { break }; It 'b' { 1 | Should -Be 2 }", "1 passed, 1 failed", "Expected 2, but got 1.")]
    [InlineData("It 'a' { 1 | Should -Bxx 1 }", "0 passed, 1 failed")]
    [InlineData("It 'a' { 1 | Should }", "0 passed, 1 failed", "exactly one operator")]
    [InlineData("It 'a' -Skip { 1 | Should -Be 2 }; It 'b' { }", "1 passed, 0 failed, 1 skipped")]
    [InlineData("It 'a' { Set-ItResult -Skipped -Because 'no compiler is here'; 1 | Should -Be 2 }; It 'b' { }", "1 passed, 0 failed, 1 skipped", "no compiler is here")]
    [InlineData("BeforeAll { throw 'no setup' }; It 'a' { }; Context 'c' { It 'b' { } }", "0 passed, 2 failed", "no setup")]
    [InlineData("BeforeEach { throw 'no setup' }; It 'a' { }; It 'b' { }", "0 passed, 2 failed")]
    [InlineData("AfterEach { throw 'no end' }; It 'a' { }", "0 passed, 1 failed", "no end")]
    [InlineData("AfterAll { throw 'no end' }; It 'a' { }", "1 passed, 1 failed", "no end")]
    [InlineData("It 'a' { }; Context 'nothing here' { }", "1 passed, 0 failed", "'nothing here' has no tests")]
    [InlineData("", "0 passed, 1 failed", "holds no test")]
    [InlineData("throw 'in discovery'", "0 passed, 1 failed", "in discovery")]
    [InlineData("It 'a' { It 'b' { } }", "0 passed, 1 failed", "stands inside a test")]
    [InlineData("It 'a' { Mock Get-Item { } }", "0 passed, 1 failed", "Mock")]
    public void Totals_and_reasons(string body, string totals, string reason = "")
    {
        ShellRun run = RunSpec($"Describe 'd' {{ {body} }}");
        Assert.Equal(totals, run.Lines[^1]);
        Assert.Contains(reason, run.Output);
        Assert.Equal(totals.Contains(" 0 failed", StringComparison.Ordinal) ? 0 : 1, run.ExitCode);
    }

    [Theory]
    [InlineData("It '<a> and <b.c>' -ForEach @{ a = 1; b = @{ c = 'x' } }, @{ a = 2; b = @{ c = 'y' } } { }", "[+] 1 and x", "[+] 2 and y")]
    [InlineData("It 'item <_>' -TestCases 5, 6 { $_ | Should -BeIn 5, 6 }", "[+] item 5", "[+] item 6")]
    [InlineData("Context 'of <n>' -ForEach @{ n = 1 } { BeforeAll { $m = $n + 1 }; It 'has <m>' { $m | Should -Be 2 } }", "Context of 1", "[+] has 2")]
    [InlineData("It 'none' -ForEach @() { throw 'never' }; It 'one' { }", "[+] one", "1 passed, 0 failed")]
    [InlineData("It 'none' -ForEach $null { throw 'never' }; It 'one' { }", "[+] one", "1 passed, 0 failed")]
    public void Names_and_data(string body, params string[] expected)
    {
        ShellRun run = RunSpec($"Describe 'd' {{ {body} }}");
        Assert.All(expected, line => Assert.Contains(line, run.Lines));
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void Scopes_are_Pesters()
    {
        ShellRun run = RunSpec("""
            $fileBody = 1
            BeforeAll { $file = 'f'; function Get-It { "got $file" } }
            Describe 'outer' {
                $discovery = 1
                BeforeAll { $outer = 'o'; $script:calls = @() }
                BeforeEach { $each = 'e'; $script:calls += 'outer' }
                It 'sees setup, not discovery' { "$file$outer$each$discovery$fileBody" | Should -BeExactly 'foe' }
                It 'sees functions of BeforeAll' { Get-It | Should -Be 'got f' }
                It 'sets a variable' { $outer = 'changed' }
                It 'does not see what another test set' { $outer | Should -Be 'o' }
                Context 'inner' {
                    BeforeEach { $script:calls += 'inner' }
                    BeforeAll { $script:calls = @() }
                    It 'runs setup from outside in' { $script:calls -join ' ' | Should -Be 'outer inner' }
                }
            }
            Describe 'another' { It 'sees nothing of its neighbour' { $outer | Should -BeNullOrEmpty } }
            """);
        Assert.Equal("6 passed, 0 failed", run.Lines[^1]);
    }

    [Fact]
    public void TestDrive_is_new_for_each_block_and_gone_afterwards()
    {
        ShellRun run = RunSpec("""
            Describe 'one' {
                It 'writes' { Set-Content TestDrive:/f x; Get-Content (Join-Path $TestDrive f) | Should -Be x; Write-Host "folder=$TestDrive" }
                Context 'inner' { It 'writes too' { 'TestDrive:/f' | Should -Exist; Set-Content TestDrive:/g x } }
                Context 'next' { It 'is clean again' { 'TestDrive:/f' | Should -Exist; 'TestDrive:/g' | Should -Not -Exist } }
            }
            Describe 'two' { It 'is empty' { Get-ChildItem TestDrive:/ | Should -BeNullOrEmpty } }
            """);
        Assert.Equal("4 passed, 0 failed", run.Lines[^1]);
        string folder = run.Lines.Single(static line => line.StartsWith("folder=", StringComparison.Ordinal))["folder=".Length..];
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Operators_are_Pesters()
    {
        ShellRun run = ShellProcess.Run(Runner, "-Path", Path.Combine(Path.GetDirectoryName(Runner)!, "Should.Tests.ps1"));
        Assert.True(run.ExitCode == 0 && run.Lines[^1].EndsWith(" passed, 0 failed", StringComparison.Ordinal), run.Output);
    }

    [Fact]
    public void Tags_choose()
    {
        string spec = _folder.Write("a.Tests.ps1", "Describe 'd' -Tag slow { It 'a' { throw } }; Describe 'e' { It 'b' -Tag fast { }; It 'c' { throw } }");
        Assert.Equal("1 passed, 0 failed", ShellProcess.Run(Runner, "-Path", spec, "-Tag", "fast").Lines[^1]);
        Assert.Equal("1 passed, 1 failed", ShellProcess.Run(Runner, "-Path", spec, "-ExcludeTag", "slow").Lines[^1]);
    }

    public void Dispose() => _folder.Dispose();

    private static string Runner { get; } = Path.Combine(Root(), "tests", "runner", "Invoke-Specs.ps1");

    private ShellRun RunSpec(string text) => ShellProcess.Run(Runner, "-Path", _folder.Write("a.Tests.ps1", text));

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "OpmlPS.sln"))) at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("The tests run inside the clone.");
    }
}
