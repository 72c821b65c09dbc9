using Opml.Help.Pages;

namespace Opml.Help.Tests;

/// <summary>What is wrong with a page is said, with its place.</summary>
public sealed class AgreementTests
{
    [Fact]
    public void Nothing_is_wrong_with_a_page_that_agrees() => Assert.Empty(Complaints(PageFolder.Cmdlet));

    [Theory]
    [InlineData("# Get-Thing", "# Get-Things", 1, "The title is 'Get-Things' in place of 'Get-Thing'.")]
    [InlineData("Gets `things`.", "", 1, "Say in a sentence under the title what the cmdlet does.")]
    [InlineData("## Notes", "## Remarks", 1, "The section '## Notes' is missing.")]
    [InlineData("## Notes", "## Remarks", 49, "There is no section 'Remarks'; there are Description, Examples, Parameters, Inputs, Outputs, Notes, Links.")]
    [InlineData("## Notes", "## Inputs", 49, "The section 'Inputs' is there twice.")]
    [InlineData("### -Id\nWhich one.", "### -Id", 36, "'Id' has no description.")]
    [InlineData("### -Id", "### -Name", 1, "-Id is not described: give it a heading '### -Id', or refer to parameters.md.")]
    [InlineData("### -Id", "### -Name", 1, "Get-Thing has no parameter -Name.")]
    [InlineData("- [-Force](parameters.md#-force)", "", 1, "-Force is not described: give it a heading '### -Force', or refer to parameters.md.")]
    [InlineData("### -Id", "### -Force\nTwice.\n\n### -Id", 1, "-Force is described here and referred to parameters.md: do one.")]
    [InlineData("- [-Force](parameters.md#-force)", "- [-Force](parameters.md#-force)\n- [-Id](parameters.md#-id)", 1, "parameters.md does not describe -Id.")]
    [InlineData("[-Force](parameters.md#-force)", "[-Force](elsewhere.md)", 34, "The link leads to 'elsewhere.md', which is not there.")]
    [InlineData("(Get-Thing.md)", "(Set-Thing.md)", 55, "The link leads to 'Set-Thing.md', which is not there.")]
    [InlineData("### One\n\n```powershell\n$one = 1\nGet-Thing $one\n```\n\nGets one.", "", 1, "There are 1 examples; there must be 2 at least.")]
    [InlineData("Gets *all*.", "", 15, "The example 'All of them' has no sentence that explains it.")]
    [InlineData("```powershell\nGet-Thing\n```", "```\nGet-Thing\n```", 15, "The example 'All of them' has 0 powershell blocks; it must have one.")]
    [InlineData("### System.Int32", "### System.Int64", 1, "'## Outputs' lacks '### System.Int32'.")]
    [InlineData("### System.Int32", "### System.Int64", 1, "'## Outputs' names System.Int64, which the cmdlet does not declare.")]
    [InlineData("### None", "### System.String", 1, "'## Inputs' lacks '### None'.")]
    public void Says(string good, string bad, int line, string text)
    {
        Assert.Contains(good, PageFolder.Cmdlet, StringComparison.Ordinal);
        Assert.Contains((line, text), Complaints(PageFolder.Cmdlet.Replace(good, bad, StringComparison.Ordinal)));
    }

    [Fact]
    public void Says_that_a_cmdlet_has_no_page()
    {
        using var folder = new PageFolder();
        var other = Surfaces.GetThing with { Noun = "Other" };
        Assert.Contains(Agreement.Check([Surfaces.GetThing, other], folder.Read()), static complaint => complaint.Text == "Get-Other has no page beside this one: write Get-Other.md.");
    }

    [Fact]
    public void Says_that_a_page_has_no_cmdlet()
    {
        using var folder = new PageFolder();
        folder.Write("Set-Thing.md", PageFolder.Cmdlet);
        Assert.Contains(Agreement.Check([Surfaces.GetThing], folder.Read()), static complaint => complaint.Text == "There is no cmdlet Set-Thing.");
    }

    [Fact]
    public void Says_that_no_page_refers_to_a_shared_parameter()
    {
        using var folder = new PageFolder(shared: PageFolder.Shared + "\n\n### -Other\nNobody's.");
        Assert.Contains(Agreement.Check([Surfaces.GetThing], folder.Read()), static complaint => complaint.Text == "No page refers to -Other.");
    }

    private static IEnumerable<(int Line, string Text)> Complaints(string page)
    {
        using var folder = new PageFolder(page);
        Library library = folder.Read();
        return [.. library.Complaints.Concat(Agreement.Check([Surfaces.GetThing], library)).Select(static complaint => (complaint.Line, complaint.Text))];
    }
}
