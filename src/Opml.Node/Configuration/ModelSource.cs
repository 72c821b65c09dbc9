namespace Opml.Node.Configuration;

/// <summary>The files of a model.</summary>
/// <param name="ProgramPath">The program: a flat image or an ELF file.</param>
/// <param name="ModelPath">The model's bytes.</param>
public sealed record ModelSource(string ProgramPath, string ModelPath)
{
    /// <summary>
    /// The names of manifests in a model folder: JSON objects with the paths "program" and "model", relative to the manifest. Put the files
    /// there first and the manifest last.
    /// </summary>
    public const string ManifestPattern = "*.opml.json";
}
