using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Opml.Models.Reading;
using Opml.Models.Sources;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Completers;

/// <summary>Completes a tensor's name to one of those of the model files that the command line names so far.</summary>
internal sealed class TensorCompleter : SuggestionCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string path in Files(bound))
        {
            using ITensorSource source = ModelFile.Open(path, BoundArguments.Value(bound, "Entry") as string);
            foreach (TensorInfo tensor in source.Tensors)
                if (seen.Add(tensor.Name)) yield return new Suggestion(Quoted(tensor.Name), tensor.Name, tensor.ToString());
        }
    }

    private static IEnumerable<string> Files(IDictionary bound)
    {
        // Tab completes inside a pipeline or between two, and a script block finds the session in both.
        if (Runspace.DefaultRunspace is null || ScriptBlock.Create("$ExecutionContext").Invoke() is not [{ BaseObject: EngineIntrinsics session }]) return [];
        var paths = new ProviderPaths(session.SessionState.Path);
        if (LanguagePrimitives.TryConvertTo(BoundArguments.Value(bound, "Path"), out string[] named) && named is not null)
            return named.SelectMany(paths.Expand);
        return LanguagePrimitives.TryConvertTo(BoundArguments.Value(bound, "LiteralPath"), out named) && named is not null ? named.Select(paths.Existing) : [];
    }

    private static string Quoted(string name) =>
        name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') && name[0] != '-' ? name : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
