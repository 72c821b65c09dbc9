using System.Xml.Linq;
using Opml.Help.Pages;
using Opml.Help.Surface;
using Opml.Help.Writing;

namespace Opml.Help.Tests;

/// <summary>What is written of a page and a cmdlet.</summary>
public sealed class HelpFileTests
{
    [Theory]
    [InlineData("command:details/command:name", "Get-Thing")]
    [InlineData("command:details/maml:description", "Gets things.")]
    [InlineData("maml:description", "First paragraph, on two lines.|- an item|- another")]
    [InlineData("command:syntax/command:syntaxItem/command:parameter/maml:name", "Id|Force")]
    [InlineData("command:syntax/command:syntaxItem/command:parameter/@position", "0|named")]
    [InlineData("command:syntax/command:syntaxItem/command:parameter/@required", "true|false")]
    [InlineData("command:syntax/command:syntaxItem/command:parameter/@pipelineInput", "True (ByPropertyName)|False")]
    [InlineData("command:syntax/command:syntaxItem/command:parameter/command:parameterValue", "Int32")]
    [InlineData("command:parameters/command:parameter/maml:description", "Which one.|Does it all the same.")]
    [InlineData("command:returnValues/command:returnValue/dev:type/maml:name", "System.Int32")]
    [InlineData("command:examples/command:example/maml:title", "Example 1: All of them|Example 2: One")]
    [InlineData("command:examples/command:example/dev:code", "Get-Thing|$one = 1\nGet-Thing $one")]
    [InlineData("command:examples/command:example/dev:remarks", "Gets all.|Gets one.")]
    [InlineData("maml:relatedLinks/maml:navigationLink/maml:uri", "|https://example.org/")]
    public void Has(string path, string expected)
    {
        using var folder = new PageFolder();
        XElement command = CmdletWriter.Write(new CmdletHelp(Surfaces.GetThing, folder.Read()));
        Assert.Equal(expected, string.Join('|', Find(command, path)));
    }

    [Fact]
    public void Enumerations_list_their_values()
    {
        ParameterSurface parameter = Surfaces.Parameter("Day", typeof(DayOfWeek), new ParameterPlace(false, null, false, false));
        XElement written = ParameterWriter.InSyntax(parameter, ParameterSurface.EverySet);
        Assert.Equal(Enum.GetNames<DayOfWeek>(), Find(written, "command:parameterValueGroup/command:parameterValue"));
    }

    [Fact]
    public void The_same_pages_give_the_same_bytes()
    {
        using var folder = new PageFolder();
        byte[] Write(string name)
        {
            string path = Path.Join(folder.Path, "en-US", name);
            HelpFile.Write(path, [new CmdletHelp(Surfaces.GetThing, folder.Read())]);
            return File.ReadAllBytes(path);
        }

        Assert.Equal(Write("one.xml"), Write("two.xml"));
        Assert.Equal(["one.xml", "two.xml"], new DirectoryInfo(Path.Join(folder.Path, "en-US")).EnumerateFiles().Select(static file => file.Name).Order());
    }

    [Fact]
    public void The_list_has_a_line_for_each_cmdlet()
    {
        using var folder = new PageFolder();
        Assert.Contains("\n| [Get-Thing](Get-Thing.md) | Gets things. | `Int32` |\n", IndexFile.Text([new CmdletHelp(Surfaces.GetThing, folder.Read())]));
    }

    /// <summary>Texts at a path of prefixed names; an element of paragraphs gives each of them.</summary>
    private static IEnumerable<string> Find(XElement from, string path)
    {
        IEnumerable<XElement> at = [from];
        foreach (string step in path.Split('/'))
        {
            if (step.StartsWith('@')) return at.Select(element => (string)element.Attribute(step[1..])!);
            string[] parts = step.Split(':');
            XNamespace space = parts[0] switch { "maml" => MamlElements.Maml, "command" => MamlElements.Command, _ => MamlElements.Dev };
            at = at.Elements(space + parts[1]);
        }

        return at.SelectMany(static element => element.Elements(MamlElements.Maml + "para") is var paragraphs && paragraphs.Any() ? paragraphs : [element]).Select(static element => element.Value);
    }
}
