using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Content;

/// <summary>Set-Content.</summary>
[Cmdlet(VerbsCommon.Set, "Content", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
internal sealed class SetContentCommand() : ContentWriterCmdlet(append: false);
