using Opml.Help.Pages;
using Opml.Help.Surface;

namespace Opml.Help.Writing;

/// <summary>A cmdlet with its page: what one item of the help file is made of.</summary>
/// <param name="Cmdlet">The cmdlet.</param>
/// <param name="Library">The pages, one of which is the cmdlet's.</param>
internal sealed record CmdletHelp(CmdletSurface Cmdlet, Library Library)
{
    public Page Page => Library.Pages[Cmdlet.Name];

    /// <summary>The paragraphs on a parameter.</summary>
    public IReadOnlyList<string> Of(ParameterSurface parameter) => Library.Find(Page, parameter.Name)?.Text ?? [];
}
