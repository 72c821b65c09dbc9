using System.Management.Automation;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>A cmdlet that works on files, each for itself: what fails for one is an error for that one.</summary>
public abstract class FileCmdlet : OpmlCmdlet
{
    /// <summary>Name of the parameter set whose paths may have wildcards.</summary>
    protected const string PathSet = "Path";

    /// <summary>Name of the parameter set whose paths are taken to the letter.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    /// <summary>Files to work on; wildcards are expanded.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files to work on, by their exact paths.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        foreach (string path in ParameterSetName == LiteralPathSet ? LiteralPath : Path)
        {
            ForItem(path, () =>
            {
                foreach (string file in ParameterSetName == LiteralPathSet ? [Paths.Existing(path)] : Paths.Expand(path))
                    ForItem(file, () => ProcessFile(ProviderPaths.RequireFile(file)));
            });
        }
    }

    /// <summary>Works on one file, given by its full file system path.</summary>
    protected abstract void ProcessFile(string path);
}
