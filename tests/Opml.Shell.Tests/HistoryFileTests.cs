using Opml.Shell.Editing;

namespace Opml.Shell.Tests;

/// <summary>What is kept of the lines that were entered.</summary>
public sealed class HistoryFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string File => Path.Join(_folder.Path, "state", "history.txt");

    [Fact]
    public void Lines_are_there_at_the_next_start_in_their_order()
    {
        var history = new HistoryFile(File);
        Assert.Empty(history.Read());
        Assert.All(new[] { "Get-OpmlDevnet", "1 + 1" }, line => Assert.True(history.Add(line)));
        Assert.Equal(["Get-OpmlDevnet", "1 + 1"], new HistoryFile(File).Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ConvertTo-SecureString abc -AsPlainText -Force")]
    [InlineData("$password = 'x'")]
    [InlineData("$key = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'")]
    [InlineData("$env:OPML_PRIVATE_KEY = 1")]
    public void Blank_lines_and_lines_that_may_hold_a_secret_are_not_kept(string line)
    {
        Assert.False(new HistoryFile(File).Add(line));
        Assert.Empty(new HistoryFile(File).Read());
    }

    [Fact]
    public void The_same_line_again_is_kept_once()
    {
        var history = new HistoryFile(File);
        Assert.True(history.Add("one"));
        Assert.False(history.Add("one"));
        Assert.False(Reread().Add("one"));
        Assert.Equal(["one"], history.Read());

        HistoryFile Reread()
        {
            var next = new HistoryFile(File);
            next.Read();
            return next;
        }
    }

    [Fact]
    public void The_file_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        new HistoryFile(File).Add("one");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void A_long_file_is_cut_to_its_last_lines()
    {
        _folder.Write("history.txt", string.Concat(Enumerable.Range(0, 5000).Select(static i => $"line {i}\n")));
        string path = Path.Join(_folder.Path, "history.txt");
        Assert.Equal(1000, new HistoryFile(path).Read().Count);
        Assert.Equal(1000, System.IO.File.ReadAllLines(path).Length);
        Assert.Equal("line 4999", new HistoryFile(path).Read()[^1]);
    }

    [Fact]
    public void Where_nothing_can_be_kept_nothing_is_said()
    {
        string inTheWay = _folder.Write("file", "");
        var history = new HistoryFile(Path.Join(inTheWay, "history.txt"));
        Assert.True(history.Add("one"));
        Assert.Empty(history.Read());
        Assert.True(new HistoryFile(null).Add("one"));
    }

    public void Dispose() => _folder.Dispose();
}
