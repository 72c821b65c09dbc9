using System.Collections;
using System.Management.Automation.Language;

namespace Opml.Packaging;

/// <summary>What Opml.psd1 says of the module.</summary>
/// <param name="Version">ModuleVersion: the one place that says it.</param>
/// <param name="Data">The whole manifest.</param>
internal sealed record ModuleManifest(string Version, Hashtable Data)
{
    public string Text(string key) => Data[key] as string ?? throw new PackagingException($"Opml.psd1 has no {key}.");

    public string[] Texts(string key) => [.. ((IEnumerable)(Data[key] ?? Array.Empty<string>())).Cast<object>().Select(static item => item.ToString()!)];

    /// <summary>The part of the manifest that is for galleries.</summary>
    public ModuleManifest Gallery => new(Version, (Hashtable)((Hashtable)Data["PrivateData"]!)["PSData"]!);

    /// <exception cref="PackagingException">The file is no manifest.</exception>
    public static ModuleManifest Read(string path)
    {
        Ast ast = Parser.ParseFile(path, out _, out ParseError[] errors);
        if (errors.Length > 0) throw new PackagingException($"{path}: {errors[0].Message}");
        var data = ast.Find(static node => node is HashtableAst, searchNestedScriptBlocks: false)?.SafeGetValue() as Hashtable;
        return data?["ModuleVersion"] is string version ? new ModuleManifest(version, data) : throw new PackagingException($"{path} is no manifest: it has no ModuleVersion.");
    }
}
