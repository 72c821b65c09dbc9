using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Opml.PowerShell.Tests;

/// <summary>The drawing of docs/architecture.md is what the projects are.</summary>
public sealed partial class ArchitectureTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    [Fact]
    public void The_drawings_arrows_are_the_projects_references() => Assert.Equal(Referenced().Order(StringComparer.Ordinal), Drawn().Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_below_knows_nothing_of_what_is_above()
    {
        foreach (string bottom in new[] { "Opml.Ethereum", "Opml.Mips", "Opml.Models" })
            Assert.DoesNotContain(Referenced(), arrow => arrow.StartsWith(bottom + " ", StringComparison.Ordinal));
    }

    private IEnumerable<string> Drawn()
    {
        string page = File.ReadAllText(Path.Join(session.Root, "docs", "architecture.md"));
        string drawing = page.Split("```mermaid")[1].Split("```")[0];
        return Arrow().Matches(drawing).Select(static arrow => $"{arrow.Groups[1].Value} {arrow.Groups[2].Value} {arrow.Groups[3].Value}");
    }

    private IEnumerable<string> Referenced()
    {
        string[] folders = [Path.Join(session.Root, "src"), Path.Join(session.Root, "tools", "Opml.Help")];
        foreach (string file in folders.SelectMany(static folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories)).Where(static file => !file.Contains("node_modules")))
        {
            XDocument project = XDocument.Load(file);
            string name = Path.GetFileNameWithoutExtension(file);
            foreach (XElement reference in project.Descendants("ProjectReference"))
                yield return $"{name} {((string?)reference.Attribute("ReferenceOutputAssembly") == "false" ? "-.->" : "-->")} {Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'))}";
            if (project.Descendants("EmbeddedResource").Any(static item => ((string?)item.Attribute("Include"))?.Contains("contracts/artifacts") == true)) yield return $"{name} -.-> contracts";
        }
    }

    [GeneratedRegex(@"^\s*(\S+) (-\.->|-->) (\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
