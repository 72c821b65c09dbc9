using System.Management.Automation;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Dispute.Sessions;
using Opml.Mips.Image;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Registers a program and a model, so that inferences can be asked for.</summary>
[Cmdlet(VerbsLifecycle.Register, "OpmlModel", SupportsShouldProcess = true)]
[OutputType(typeof(RegisteredModel))]
public sealed class RegisterOpmlModelCommand : TransactionCmdlet, IDynamicParameters
{
    private readonly TermsParameters _terms = new();

    /// <summary>The program: an image object, or the path of a flat image or ELF file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ImageArgument]
    public MipsImage Image { get; set; } = null!;

    /// <summary>The model: a path, bytes, or what ConvertTo-Ggml returns.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ModelArgument]
    public ModelBytes Model { get; set; } = null!;

    /// <inheritdoc/>
    public object GetDynamicParameters() => _terms;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Deployment, () =>
    {
        Terms terms = _terms.ToTerms();
        if (!ShouldProcess(Deployment.Contract.ToString(), "Register a model")) return;
        var files = new ModelFiles(Image.Bytes, Model.Bytes);
        WithNode(async (node, token) =>
        {
            RegisteredModel registered = await Moves.RegisterAsync(node, Deployment, files, terms, token).ConfigureAwait(false);
            Post(() => WriteObject(registered));
        });
    });
}
