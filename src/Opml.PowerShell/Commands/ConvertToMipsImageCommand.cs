using System.Management.Automation;
using Opml.Mips.Image;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Converts MIPS-32 ELF executables to flat program images.</summary>
[Cmdlet(VerbsData.ConvertTo, "MipsImage", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(MipsImageFile))]
public sealed class ConvertToMipsImageCommand : FileCmdlet
{
    private Destination? _destination;

    /// <summary>A folder that exists, or the file to write; beside the source, ending in .bin, unless given.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>Replaces files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => ForAll(Destination, () => _destination = new Destination(Paths, Destination));

    /// <inheritdoc/>
    protected override void ProcessFile(string path)
    {
        string target = _destination!.For(path, ".bin");
        if (!ShouldProcess(target, $"Convert '{path}' to a program image")) return;
        if (!Force && File.Exists(target)) throw new FileExistsException(target, nameof(Destination));
        MipsImage image = MipsImage.Load(path);
        FileAccessException.Writing(() => image.Save(target));
        Emit(new MipsImageFile(target, path, image));
    }
}
