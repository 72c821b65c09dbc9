using System.Management.Automation;
using Opml.Dispute.Contracts;
using Opml.Dispute.Players;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.Mips.Image;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Recomputes a registered model's hashes and golden root from the files, and compares.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OpmlModel")]
[OutputType(typeof(ModelVerification))]
public sealed class TestOpmlModelCommand : ChainCmdlet
{
    /// <summary>The registered model's key.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    [HashArgument]
    public Hash32 ModelId { get; set; }

    /// <summary>The program: an image object, or the path of a flat image or ELF file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ImageArgument]
    public MipsImage Image { get; set; } = null!;

    /// <summary>The model: a path, bytes, or what ConvertTo-Ggml returns.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ModelArgument]
    public ModelBytes Model { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(ModelId, () => WithContract(async (contract, token) =>
    {
        if (!await contract.IsRegisteredAsync(ModelId, token).ConfigureAwait(false))
        {
            Post(() => WriteObject(new ModelVerification(ModelId, false, false, false, false)));
            return;
        }
        Model registered = await contract.GetModelAsync(ModelId, token).ConfigureAwait(false);
        var files = new ModelFiles(Image.Bytes, Model.Bytes);
        var verification = new ModelVerification(
            ModelId,
            true,
            registered.ModelHash == files.ModelHash,
            registered.ProgramHash == files.ProgramHash,
            registered.GoldenRoot == files.GoldenRoot);
        Post(() => WriteObject(verification));
    }));
}
