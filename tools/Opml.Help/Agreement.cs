using Opml.Help.Pages;
using Opml.Help.Surface;

namespace Opml.Help;

/// <summary>Holds the pages to the cmdlets: each says all that the other has, and nothing else.</summary>
internal static class Agreement
{
    private const int Examples = 2;

    /// <summary>What is wrong; empty where all agrees.</summary>
    public static IEnumerable<Complaint> Check(IReadOnlyList<CmdletSurface> cmdlets, Library library)
    {
        foreach (CmdletSurface cmdlet in cmdlets)
        {
            if (!library.Pages.TryGetValue(cmdlet.Name, out Page? page))
                yield return new Complaint(library.SharedFile, 1, $"{cmdlet.Name} has no page beside this one: write {cmdlet.Name}.md.");
            else
                foreach (Complaint complaint in Check(cmdlet, page, library)) yield return complaint;
        }

        foreach ((string name, Page page) in library.Pages)
            if (cmdlets.All(cmdlet => cmdlet.Name != name)) yield return new Complaint(page.File, 1, $"There is no cmdlet {name}.");
        string[] standard = [.. cmdlets.SelectMany(static cmdlet => cmdlet.Parameters).Where(static parameter => parameter.IsStandard).Select(static parameter => parameter.Name).Distinct()];
        string[] used = [.. library.Pages.Values.SelectMany(static page => page.SharedParameters).Select(static link => link.Text.TrimStart('-')), .. standard];
        foreach (Entry entry in library.Shared)
            if (!used.Contains(entry.Name)) yield return new Complaint(library.SharedFile, entry.Line, $"No page refers to -{entry.Name}.");
        foreach (string name in standard)
            if (library.Shared.All(entry => entry.Name != name)) yield return new Complaint(library.SharedFile, 1, $"-{name} is not described.");
    }

    private static IEnumerable<Complaint> Check(CmdletSurface cmdlet, Page page, Library library)
    {
        if (page.Title != cmdlet.Name) yield return new Complaint(page.File, 1, $"The title is '{page.Title}' in place of '{cmdlet.Name}'.");
        if (page.Examples.Count < Examples) yield return new Complaint(page.File, 1, $"There are {page.Examples.Count} examples; there must be {Examples} at least.");
        foreach (string text in CheckParameters(cmdlet, page, library)) yield return new Complaint(page.File, 1, text);
        foreach (string text in CheckTypes("Inputs", cmdlet.Inputs, page.Inputs)) yield return new Complaint(page.File, 1, text);
        foreach (string text in CheckTypes("Outputs", cmdlet.Outputs.Where(static type => type != typeof(void)), page.Outputs)) yield return new Complaint(page.File, 1, text);
        foreach (Link link in page.Links.Concat(page.SharedParameters))
        {
            if (Uri.TryCreate(link.Target, UriKind.Absolute, out _)) continue;
            string file = Path.Join(Path.GetDirectoryName(page.File), link.Target.Split('#')[0]);
            if (!File.Exists(file)) yield return new Complaint(page.File, link.Line, $"The link leads to '{link.Target}', which is not there.");
        }
    }

    private static IEnumerable<string> CheckParameters(CmdletSurface cmdlet, Page page, Library library)
    {
        string[] own = [.. page.Parameters.Select(static entry => entry.Name)];
        string[] shared = [.. page.SharedParameters.Select(static link => link.Text.TrimStart('-'))];
        string[] declared = [.. cmdlet.Parameters.Where(static parameter => !parameter.IsStandard).Select(static parameter => parameter.Name)];
        foreach (string name in declared.Except(own).Except(shared))
            yield return $"-{name} is not described: give it a heading '### -{name}', or refer to {Library.SharedPage}.";
        foreach (string name in own.Concat(shared).Except(declared)) yield return $"{cmdlet.Name} has no parameter -{name}.";
        foreach (string name in own.Intersect(shared)) yield return $"-{name} is described here and referred to {Library.SharedPage}: do one.";
        foreach (string name in shared.Where(name => library.Shared.All(entry => entry.Name != name))) yield return $"{Library.SharedPage} does not describe -{name}.";
    }

    private static IEnumerable<string> CheckTypes(string section, IEnumerable<Type> types, IReadOnlyList<Entry> entries)
    {
        string[] declared = [.. types.Select(TypeNames.Full)];
        if (declared.Length == 0) declared = [TypeNames.None];
        string[] named = [.. entries.Select(static entry => entry.Name)];
        foreach (string name in declared.Except(named)) yield return $"'## {section}' lacks '### {name}'.";
        foreach (string name in named.Except(declared)) yield return $"'## {section}' names {name}, which the cmdlet does not declare.";
    }
}
