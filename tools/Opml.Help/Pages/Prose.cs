using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Opml.Help.Pages;

/// <summary>Markdown as the plain paragraphs that a console shows.</summary>
internal static class Prose
{
    /// <summary>A paragraph for each block; code keeps its lines, indented, and a list's items begin with a dash.</summary>
    public static IEnumerable<string> Paragraphs(IEnumerable<Block> blocks) => blocks.SelectMany(static block => block switch
    {
        ListBlock list => list.OfType<ListItemBlock>().Select(static item => "- " + string.Join(" ", Paragraphs(item))),
        CodeBlock code => Lines(code).Select(static line => "    " + line),
        LeafBlock { Inline: { } inline } => [Plain(inline)],
        ContainerBlock container => Paragraphs(container),
        _ => [],
    });

    /// <summary>The text of inlines without their marks; a soft break is a space.</summary>
    public static string Plain(ContainerInline inlines)
    {
        var text = new StringBuilder();
        Append(text, inlines);
        return text.ToString().Trim();
    }

    /// <summary>The lines of a code block.</summary>
    public static IEnumerable<string> Lines(CodeBlock code) =>
        code.Lines.Lines.Take(code.Lines.Count).Select(static line => line.ToString());

    private static void Append(StringBuilder text, ContainerInline inlines)
    {
        foreach (Inline inline in inlines)
        {
            switch (inline)
            {
                case LiteralInline literal: text.Append(literal.Content.ToString()); break;
                case CodeInline code: text.Append(code.Content); break;
                case LineBreakInline: text.Append(' '); break;
                case HtmlEntityInline entity: text.Append(entity.Transcoded.ToString()); break;
                case AutolinkInline link: text.Append(link.Url); break;
                case ContainerInline container: Append(text, container); break;
            }
        }
    }
}
