using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;
using Opml.Shell.Session;

namespace Opml.Shell.Cmdlets.Formatting;

/// <summary>Format-Table, with the engine's own parameters and views.</summary>
[Cmdlet(VerbsCommon.Format, "Table"), Alias("ft")]
internal sealed class FormatTableCommand : OuterFormatTableBase
{
    public FormatTableCommand() => EngineParts.UseFormatter(this, "Table");
}
