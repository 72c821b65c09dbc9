using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Paths;

/// <summary>Join-Path.</summary>
[Cmdlet(VerbsCommon.Join, "Path")]
[OutputType(typeof(string))]
internal sealed class JoinPathCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true), Alias("PSPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string ChildPath { get; set; } = "";

    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true, ValueFromRemainingArguments = true)]
    [AllowNull, AllowEmptyString, AllowEmptyCollection]
    public string[] AdditionalChildPath { get; set; } = [];

    [Parameter]
    public SwitchParameter Resolve { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            string joined = (AdditionalChildPath ?? []).Prepend(ChildPath).Aggregate(path, (left, right) => SessionState.Path.Combine(left, right ?? ""));
            if (!Resolve)
            {
                WriteObject(joined);
                continue;
            }

            foreach (PathInfo item in SessionPath.Existing(this, [joined], literal: false)) WriteObject(item.Path);
        }
    }
}
