using System.Management.Automation;
using Opml.Shell.Hosting;

namespace Opml.Shell.Tests;

public sealed class ProgressLineTests
{
    [Theory]
    [InlineData(80, -1, "Running: step 5")]
    [InlineData(80, 50, "Running: step 5 [##########..........]  50%")]
    [InlineData(80, 100, "Running: step 5 [####################] 100%")]
    [InlineData(40, 50, "Running: s… [##########..........]  50%")]
    [InlineData(10, 50, " [#######")]
    public void Fits_the_terminal(int width, int percent, string expected)
    {
        string line = ProgressLine.Format(new ProgressRecord(1, "Running", "step 5") { PercentComplete = percent }, width);
        Assert.True(line.Length < width);
        Assert.Equal(expected, line);
    }

    [Fact]
    public void Is_taken_away_before_other_text_and_when_it_ends()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new ConsoleText(output, error, outputIsTerminal: true, errorIsTerminal: true, colour: false);
        console.UpdateProgress(1, new ProgressRecord(1, "a", "b"));
        console.Write("text\n");
        console.UpdateProgress(1, new ProgressRecord(1, "a", "b") { RecordType = ProgressRecordType.Completed });
        Assert.Equal("text\n", output.ToString());
        Assert.Equal("\r\e[2Ka: b\r\e[2K\r\e[2Ka: b\r\e[2K", error.ToString());
    }

    [Fact]
    public void Does_not_start_in_the_middle_of_a_line()
    {
        using var error = new StringWriter();
        var console = new ConsoleText(TextWriter.Null, error, outputIsTerminal: true, errorIsTerminal: true, colour: false);
        console.Write("prompt> ");
        console.UpdateProgress(1, new ProgressRecord(1, "a", "b"));
        Assert.Empty(error.ToString());
        console.LineWasTyped();
        console.UpdateProgress(1, new ProgressRecord(1, "a", "b"));
        Assert.NotEmpty(error.ToString());
    }

    [Theory]
    [InlineData(true, true, "\e[31mx\e[0m\n")]
    [InlineData(true, false, "x\n")]
    [InlineData(false, true, "x\n")]
    public void Colour_is_for_terminals_that_want_it(bool terminal, bool colour, string expected)
    {
        using var output = new StringWriter();
        var console = new ConsoleText(output, TextWriter.Null, terminal, terminal, colour);
        console.Write("x\n", ConsoleColor.DarkRed, null);
        Assert.Equal(expected, output.ToString());
    }
}
