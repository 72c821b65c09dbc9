using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>Convert-Path.</summary>
[Cmdlet(VerbsData.Convert, "Path", DefaultParameterSetName = ByPath), Alias("cvpa")]
[OutputType(typeof(string))]
internal sealed class ConvertPathCommand : PathCmdlet
{
    protected override void ProcessRecord()
    {
        foreach (PathInfo item in Existing()) WriteObject(item.ProviderPath);
    }
}
