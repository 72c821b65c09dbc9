using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Opml.Packaging.Archives;

/// <summary>NuGet packages: zip files by the Open Packaging Conventions (ECMA-376 part 2), with a nuspec at the root.</summary>
internal static class NupkgWriter
{
    private const string Relationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string ContentTypes = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string CoreProperties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private const string CorePropertiesType = "application/vnd.openxmlformats-package.core-properties+xml";
    private const string RelationshipsType = "application/vnd.openxmlformats-package.relationships+xml";

    public static void Write(Stream stream, string id, string nuspec, ModuleManifest manifest, IReadOnlyList<PackedFile> files)
    {
        // The name of this part is any; that of its content's hash is always the same one.
        string core = Core(id, manifest);
        string corePath = $"package/services/metadata/core-properties/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(core)))[..32]}.psmdcp";
        string nuspecPath = id + ".nuspec";
        PackedFile[] own =
        [
            PackedFile.Of("_rels/.rels", Links(nuspecPath, corePath)),
            PackedFile.Of(nuspecPath, nuspec),
            PackedFile.Of("[Content_Types].xml", Types(files)),
            PackedFile.Of(corePath, core),
        ];
        ZipWriter.Write(stream, [.. own, .. files]);
    }

    private static string Links(string nuspec, string core)
    {
        XNamespace space = Relationships;
        XElement Link(int number, string type, string target) =>
            new(space + "Relationship", new XAttribute("Type", type), new XAttribute("Target", "/" + target), new XAttribute("Id", $"R{number}"));
        return Text(new XElement(
            space + "Relationships",
            Link(1, "http://schemas.microsoft.com/packaging/2010/07/manifest", nuspec),
            Link(2, "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", core)));
    }

    private static string Types(IEnumerable<PackedFile> files)
    {
        XNamespace space = ContentTypes;
        var extensions = new SortedSet<string>(files.Select(static file => Path.GetExtension(file.Path).TrimStart('.')).Where(static extension => extension.Length > 0), StringComparer.Ordinal) { "nuspec" };
        return Text(new XElement(
            space + "Types",
            Default("rels", RelationshipsType),
            Default("psmdcp", CorePropertiesType),
            extensions.Select(static extension => Default(extension, "application/octet-stream")),
            files.Where(static file => Path.GetExtension(file.Path).Length == 0)
                .Select(file => new XElement(space + "Override", new XAttribute("PartName", "/" + file.Path), new XAttribute("ContentType", "application/octet-stream")))));
        static XElement Default(string extension, string type) =>
            new((XNamespace)ContentTypes + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", type));
    }

    private static string Core(string id, ModuleManifest manifest)
    {
        XNamespace space = CoreProperties, dc = "http://purl.org/dc/elements/1.1/";
        return Text(new XElement(
            space + "coreProperties",
            new XAttribute(XNamespace.Xmlns + "dc", dc.NamespaceName),
            new XElement(dc + "creator", manifest.Text("Author")),
            new XElement(dc + "description", manifest.Text("Description")),
            new XElement(dc + "identifier", id),
            new XElement(space + "version", manifest.Version)));
    }

    private static string Text(XElement element) => $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{element.ToString().ReplaceLineEndings("\n")}\n";
}
