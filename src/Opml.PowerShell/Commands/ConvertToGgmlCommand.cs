using System.Management.Automation;
using Opml.Models;
using Opml.Models.Ggml;
using Opml.Models.PyTorch;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Converts PyTorch state_dicts to the tutorial's ggml files.</summary>
[Cmdlet(VerbsData.ConvertTo, "Ggml", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(GgmlFile))]
public sealed class ConvertToGgmlCommand : FileCmdlet
{
    private Destination? _destination;

    /// <summary>A folder that exists, or the file to write; beside the source, ending in .ggml, unless given.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Byte order of every word in the file. The machine reads Big.</summary>
    [Parameter]
    public ByteOrder ByteOrder { get; set; } = ByteOrder.Big;

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => ForAll(Destination, () => _destination = new Destination(Paths, Destination));

    /// <inheritdoc/>
    protected override void ProcessFile(string path)
    {
        string target = _destination!.For(path, ".ggml");
        if (!ShouldProcess(target, $"Convert '{path}' to ggml")) return;
        if (!Force && File.Exists(target)) throw new FileExistsException(target, nameof(Destination));
        Model model = StateDictReader.Read(path, CancellationToken);
        GgmlWriter.Write(model, target, ByteOrder, Force, CancellationToken);
        foreach (string name in model.Skipped)
            WriteVerbose($"'{path}': entry '{name}' is no tensor and was left out.");
        Emit(new GgmlFile(target, ByteOrder, GgmlWriter.GetLength(model), model));
    }
}
