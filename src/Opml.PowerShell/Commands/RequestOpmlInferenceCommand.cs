using System.Management.Automation;
using Opml.Dispute.Contracts.Oracle;
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

    /// <summary>The registered model's key, or its number at the deployment's oracle.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    [ModelIdArgument]
    public Hash32 ModelId { get; set; }

    /// <summary>The file with the input.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string InputPath { get; set; } = null!;

    /// <summary>The input's bytes.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = BytesSet)]
    [InputBytesArgument]
    public InputBytes[] InputObject { get; set; } = [];

    /// <summary>Goes by the deployment's oracle even without a callback.</summary>
    [Parameter]
    public SwitchParameter Oracle { get; set; }

    /// <summary>The contract that the oracle calls with the result.</summary>
    [Parameter]
    [AddressArgument]
    public Address? CallbackContract { get; set; }

    /// <summary>Gas of that call.</summary>
    [Parameter]
    [ValidateRange(1UL, 10_000_000UL)]
    public ulong CallbackGas { get; set; } = 300_000;

    /// <summary>Bytes that come with it.</summary>
    [Parameter]
    [InputBytesArgument]
    public InputBytes[] CallbackData { get; set; } = [];

    /// <summary>Has the oracle call as soon as there is a result, and again when it was struck out and there is another.</summary>
    [Parameter]
    public SwitchParameter AtOnce { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(ModelId, () =>
    {
        byte[] input = InputParameters.ReadOne(Paths, InputPath, InputObject);
        if (!ShouldProcess($"model {ModelId}", $"Request an inference on {input.Length} bytes")) return;
        WithNode(async (node, token) =>
        {
            InferenceRequest request = ByOracle
                ? await OracleMoves.RequestAsync(node, Deployment, ModelId, input, Callback(), AtOnce, token).ConfigureAwait(false)
                : await Moves.RequestAsync(node, Deployment, ModelId, input, token).ConfigureAwait(false);
            Post(() => WriteObject(request));
        });
    });

    private bool ByOracle => Oracle || AtOnce || CallbackContract is not null || ModelIdArgumentAttribute.IsNumber(ModelId);

    private OracleCallback Callback() => CallbackContract is { } contract
        ? new OracleCallback(contract, CallbackGas, CallbackData.Length == 0 ? default : CallbackData[0].Bytes)
        : OracleCallback.None;
}
