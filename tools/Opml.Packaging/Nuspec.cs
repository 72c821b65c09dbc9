using System.Xml.Linq;

namespace Opml.Packaging;

/// <summary>The package's description as the PowerShell Gallery takes it, from the module's manifest.</summary>
internal static class Nuspec
{
    private static readonly XNamespace s_space = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";

    public static string Write(ModuleManifest manifest)
    {
        XElement Element(string name, string value) => new(s_space + name, value);
        var document = new XElement(
            s_space + "package",
            new XElement(
                s_space + "metadata",
                Element("id", "Opml"),
                Element("version", manifest.Version),
                Element("authors", manifest.Text("Author")),
                Element("owners", manifest.Text("CompanyName")),
                Element("requireLicenseAcceptance", "false"),
                Element("licenseUrl", manifest.Gallery.Text("LicenseUri")),
                Element("description", manifest.Text("Description")),
                Element("releaseNotes", manifest.Gallery.Text("ReleaseNotes")),
                Element("copyright", manifest.Text("Copyright")),
                Element("tags", string.Join(' ', Tags(manifest)))));
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{document.ToString().ReplaceLineEndings("\n")}\n";
    }

    /// <summary>The manifest's own tags, and those by which the gallery finds modules and their commands.</summary>
    private static IEnumerable<string> Tags(ModuleManifest manifest)
    {
        string[] cmdlets = manifest.Texts("CmdletsToExport");
        return
        [
            .. manifest.Gallery.Texts("Tags"), "PSModule", .. manifest.Texts("CompatiblePSEditions").Select(static edition => "PSEdition_" + edition), "PSIncludes_Cmdlet",
            .. cmdlets.Select(static name => "PSCmdlet_" + name), .. cmdlets.Select(static name => "PSCommand_" + name),
        ];
    }
}
