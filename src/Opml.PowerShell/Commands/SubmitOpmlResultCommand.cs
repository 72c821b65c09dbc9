using System.Management.Automation;
using Opml.Dispute.Players;
using Opml.Dispute.Sessions;
using Opml.Mips.Image;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Runs a request's program and posts the result with a bond.</summary>
[Cmdlet(VerbsLifecycle.Submit, "OpmlResult", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PostedResult))]
public sealed class SubmitOpmlResultCommand : TransactionCmdlet
{
    /// <summary>The request's number.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public ulong RequestId { get; set; }

    /// <summary>The program: an image object, or the path of a flat image or ELF file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ImageArgument]
    public MipsImage Image { get; set; } = null!;

    /// <summary>The model: a path, bytes, or what ConvertTo-Ggml returns.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ModelArgument]
    public ModelBytes Model { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(RequestId, () =>
    {
        if (!ShouldProcess($"request {RequestId}", "Run it and post the result with the model's proposer bond")) return;
        var files = new ModelFiles(Image.Bytes, Model.Bytes);
        WithNode(async (node, token) =>
        {
            Work.Begin($"running the program on request {RequestId}", ProgressUnit.Steps);
            var progress = new RunReporter(Work, "posting the result, and waiting until it is mined");
            PostedResult result = await Moves.PostResultAsync(node, Deployment, RequestId, files, progress, token).ConfigureAwait(false);
            Post(() => WriteObject(result));
        });
    });
}
