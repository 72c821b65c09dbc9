using System.Text.RegularExpressions;
using System.Xml.Linq;
using Opml.Dispute.Reports;
using Opml.Dispute.Sessions;
using Opml.Mips.Elf;
using Opml.Mips.Execution;
using Opml.Mips.Image;
using Opml.Mips.Insight;
using Opml.Mips.Insight.Profile;

namespace Opml.Dispute.Tests.Reports;

/// <summary>Reports say what happened, load nothing, and let nobody's text become markup.</summary>
public sealed partial class ReportTests : IDisposable
{
    private const string Attack = "</style></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&<!--\u202egpj.exe\u0000\u001b[31m\ud800";

    private readonly string _folder = Directory.CreateTempSubdirectory("opml-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_disputes_report_tells_the_whole_story()
    {
        string page = Text(Dispute(SampleDispute.Stages()));
        Assert.Contains("The challenger wins: the posted result was false", page, StringComparison.Ordinal);
        foreach (string part in new[] { "How it narrowed", "The disputed instruction", "The clocks", "The bonds", "Gas by phase", "Transactions", "Where the lost bond went" })
            Assert.Contains(part, page, StringComparison.Ordinal);
        foreach (DisputeEvent happened in SampleDispute.Stages())
            foreach (Ethereum.Hash32 hash in happened.Transactions) Assert.Contains(hash.ToString(), page, StringComparison.Ordinal);
        Assert.Contains("0x00000008", page, StringComparison.Ordinal);
        Assert.Contains("0x00000009", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_game_that_a_clock_decided_has_no_step_and_says_so()
    {
        string page = Text(Dispute(SampleDispute.Stages(onTime: true)));
        Assert.DoesNotContain("The disputed instruction", page, StringComparison.Ordinal);
        Assert.Contains("let its clock run out", page, StringComparison.Ordinal);
        Assert.Contains("proposer, 0 s left of", page.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_is_a_hash_alone_is_not_guessed()
    {
        DisputeEvent[] stages = [.. SampleDispute.Stages().Select(happened => happened is ArbitratedStep step ? step with { Claimed = null } : happened)];
        Assert.Contains("cannot be told", Text(Dispute(stages)), StringComparison.Ordinal);
    }

    [Fact]
    public void Stages_without_a_result_are_refused() =>
        Assert.Throws<ArgumentException>(() => Dispute([.. SampleDispute.Stages().Take(3)]));

    [Fact]
    public void Nobodys_text_becomes_markup()
    {
        string dispute = Dispute(SampleDispute.Stages(Attack, [.. "</script>"u8]));
        string run = Run(Attack);
        foreach (string html in new[] { dispute, run })
        {
            XElement root = Parse(html);
            Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName is "script" or "img" or "link" or "iframe" or "object" or "base" or "form");
            Assert.DoesNotContain(root.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName is "src" or "href" or "style");
            Assert.Single(Style().Matches(html)); // nothing closes the style before its end
            Assert.DoesNotContain(html, c => c is '\u202e' or '\0' or '\u001b' || char.IsSurrogate(c));
            Assert.Contains("<script>alert(1)</script>", root.Value, StringComparison.Ordinal); // it is there, as text
        }
    }

    [Fact]
    public void A_page_loads_nothing_and_forbids_to()
    {
        string html = Dispute(SampleDispute.Stages());
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("url\\(|@import|http://|https://", html);
    }

    [Fact]
    public void A_runs_report_tells_where_the_steps_went()
    {
        string page = Text(Run("work"));
        foreach (string part in new[] { "Where the steps go", "The hottest instructions", "The mix of operations", "The machine at the end", "Call stack", "work" })
            Assert.Contains(part, page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_no_steps_has_a_report_without_bars()
    {
        string page = Text(Run("work", limit: 0));
        Assert.Contains("A run of 0 steps", page.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_there_stays_unless_it_may_be_replaced()
    {
        string path = Path.Join(_folder, "there.html");
        File.WriteAllText(path, "mine");
        Assert.Throws<IOException>(() => ReportFile.OfDispute(SampleDispute.Stages(), path, false));
        Assert.Equal("mine", File.ReadAllText(path));
        ReportFile written = ReportFile.OfDispute(SampleDispute.Stages(), path, true);
        Assert.Equal(new FileInfo(path).Length, written.Length);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task In_a_browser_it_fits_its_window_runs_no_script_and_asks_for_nothing(int width)
    {
        if (Chromium.Program is null) Assert.Skip("There is no Chromium; install chromium (Debian) to have the pages opened.");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string dispute = Path.Join(_folder, "dispute.html"), run = Path.Join(_folder, "run.html");
        File.WriteAllText(dispute, Dispute(SampleDispute.Stages(Attack, [.. "</script>"u8])));
        File.WriteAllText(run, Run(new string('x', 400)));
        await using Chromium browser = await Chromium.StartAsync(cancellation);
        foreach (string path in new[] { dispute, run })
        {
            await browser.OpenAsync(path, width, cancellation);
            Assert.Equal(width, (int)(await browser.EvaluateAsync("innerWidth", cancellation))!);
            Assert.InRange((int)(await browser.EvaluateAsync("document.documentElement.scrollWidth", cancellation))!, 1, width);
            Assert.Equal("", (string?)await browser.EvaluateAsync(
                "[...document.querySelectorAll('section,h1,dl,svg,.row')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + e.className).join()", cancellation));
            Assert.Equal(0, (int)(await browser.EvaluateAsync("document.scripts.length", cancellation))!);
            Assert.True((int)(await browser.EvaluateAsync("document.querySelectorAll('section').length", cancellation))! >= 4);
        }
        string[] asked = [.. browser.Events.Where(e => (string?)e["method"] == "Network.requestWillBeSent").Select(e => (string)e["params"]!["request"]!["url"]!).Where(url => url != "about:blank")];
        Assert.All(asked, url => Assert.StartsWith("file://", url, StringComparison.Ordinal));
        Assert.Equal(2, asked.Length);
        Assert.DoesNotContain(browser.Events, e => (string?)e["method"] is "Runtime.exceptionThrown" or "Log.entryAdded" or "Runtime.consoleAPICalled" or "Page.javascriptDialogOpening");
    }

    private string Dispute(IReadOnlyList<DisputeEvent> stages)
    {
        string path = Path.Join(_folder, Path.GetRandomFileName());
        ReportFile.OfDispute(stages, path, false);
        string html = File.ReadAllText(path);
        File.Delete(path);
        return html;
    }

    /// <summary>A run of a small program whose function and output bear a text.</summary>
    private string Run(string text, ulong limit = 100)
    {
        byte[] code = [0x24, 0x02, 0x10, 0x96, 0x00, 0x00, 0x00, 0x0c]; // li v0,4246; syscall
        var image = MipsImage.FromFlat(code, text);
        var symbols = new SymbolTable([new Symbol(text, 0, 8, true)]);
        var origin = new RunOrigin(image, default, default);
        Mips.Execution.Machine machine = origin.Load();
        RunProfile profile = RunProfile.Of(machine, symbols, limit, null, TestContext.Current.CancellationToken);
        MachineRun run = MachineRunner.Run(origin.Load(), limit).WithOrigin(origin) with { StandardOutput = text };
        string path = Path.Join(_folder, Path.GetRandomFileName());
        ReportFile.OfRun(run, profile, MachineView.Of(machine, symbols, new MachineViewOptions()), path, false);
        string html = File.ReadAllText(path);
        File.Delete(path);
        return html;
    }

    private static string Text(string html) => Parse(html).Value;

    // The pages are well-formed as XML, too, but for the line that names the language.
    private static XElement Parse(string html) => XElement.Parse(html[html.IndexOf('\n', StringComparison.Ordinal)..]);

    [GeneratedRegex("</style>")]
    private static partial Regex Style();
}
