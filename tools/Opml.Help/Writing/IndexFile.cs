using System.Text;
using Opml.Help.Pages;

namespace Opml.Help.Writing;

/// <summary>The list of the pages, as Markdown, with what each cmdlet does and gives.</summary>
internal static class IndexFile
{
    public static string Text(IReadOnlyList<CmdletHelp> cmdlets)
    {
        var text = new StringBuilder("# Reference\n\nA page for each cmdlet, the source of `Get-Help`. The build writes this list.\n\n| cmdlet | does | gives |\n| --- | --- | --- |\n");
        foreach (CmdletHelp cmdlet in cmdlets.OrderBy(static cmdlet => cmdlet.Cmdlet.Name, StringComparer.Ordinal))
            text.Append($"| [{cmdlet.Cmdlet.Name}]({cmdlet.Cmdlet.Name}.md) | {cmdlet.Page.Synopsis.Replace("|", "\\|", StringComparison.Ordinal)} | {Gives(cmdlet.Page)} |\n");
        return text.Append($"\nParameters that several cmdlets share are on [{Library.SharedPage}]({Library.SharedPage}).\n").ToString();
    }

    /// <summary>Writes the file, unless that is what it holds.</summary>
    public static void Write(string path, IReadOnlyList<CmdletHelp> cmdlets)
    {
        string text = Text(cmdlets);
        if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == text) return;
        File.WriteAllText(path + ".tmp", text);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static string Gives(Page page) => string.Join(", ", page.Outputs.Where(static output => output.Name != "None").Select(static output => $"`{output.Name[(output.Name.LastIndexOf('.') + 1)..]}`"));
}
