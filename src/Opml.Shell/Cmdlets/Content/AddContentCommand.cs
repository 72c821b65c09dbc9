using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Content;

/// <summary>Add-Content.</summary>
[Cmdlet(VerbsCommon.Add, "Content", DefaultParameterSetName = "Path", SupportsShouldProcess = true), Alias("ac")]
internal sealed class AddContentCommand() : ContentWriterCmdlet(append: true);
