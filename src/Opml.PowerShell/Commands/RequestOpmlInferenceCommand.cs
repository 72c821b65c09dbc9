using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Asks for an inference, and pays the model's fee.</summary>
[Cmdlet(VerbsLifecycle.Request, "OpmlInference", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(InferenceRequest))]
public sealed class RequestOpmlInferenceCommand : TransactionCmdlet
{
    private const string PathSet = "Path";
    private const string BytesSet = "Bytes";

    /// <summary>The registered model's key.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    [HashArgument]
    public Hash32 ModelId { get; set; }

    /// <summary>The file with the input.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string InputPath { get; set; } = null!;

    /// <summary>The input's bytes.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = BytesSet)]
    [InputBytesArgument]
    public InputBytes[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(ModelId, () =>
    {
        byte[] input = InputParameters.ReadOne(Paths, InputPath, InputObject);
        if (!ShouldProcess($"model {ModelId}", $"Request an inference on {input.Length} bytes")) return;
        WithNode(async (node, token) =>
        {
            InferenceRequest request = await Moves.RequestAsync(node, Deployment, ModelId, input, token).ConfigureAwait(false);
            Post(() => WriteObject(request));
        });
    });
}
