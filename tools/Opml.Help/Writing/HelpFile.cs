using System.Text;
using System.Xml;
using System.Xml.Linq;
using static Opml.Help.Writing.MamlElements;

namespace Opml.Help.Writing;

/// <summary>The file that Get-Help reads: the same bytes for the same pages and cmdlets.</summary>
internal static class HelpFile
{
    /// <summary>Writes the file, beside its place first.</summary>
    public static void Write(string path, IReadOnlyList<CmdletHelp> cmdlets)
    {
        var document = new XDocument(new XElement(Items + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(CmdletWriter.Write)));
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string beside = full + ".tmp";
        using (XmlWriter writer = XmlWriter.Create(beside, settings)) document.Save(writer);
        File.Move(beside, full, overwrite: true);
    }
}
