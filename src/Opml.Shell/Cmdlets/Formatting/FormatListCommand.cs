using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using Opml.Shell.Session;

namespace Opml.Shell.Cmdlets.Formatting;

/// <summary>Format-List, with the engine's own parameters and views.</summary>
[Cmdlet(VerbsCommon.Format, "List"), Alias("fl")]
internal sealed class FormatListCommand : OuterFormatTableAndListBase
{
    public FormatListCommand() => EngineParts.UseFormatter(this, "List");
}
