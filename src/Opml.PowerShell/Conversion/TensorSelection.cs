using System.Management.Automation;
using Opml.Models.Sources;

namespace Opml.PowerShell.Conversion;

/// <summary>The tensors that a user names, with wildcards or without, in the order of naming.</summary>
internal static class TensorSelection
{
    /// <summary>Selects them; the source itself when none are named. The source is closed if that fails.</summary>
    /// <exception cref="PSArgumentException">A name or pattern matches no tensor.</exception>
    public static ITensorSource Select(ITensorSource source, string[]? names)
    {
        if (names is null) return source;
        try
        {
            var taken = new HashSet<int>();
            var indices = new List<int>();
            foreach (string name in names)
            {
                int[] found = [.. source.Tensors.Where(t => t.Name == name).Select(t => t.Index)];
                if (found.Length == 0)
                {
                    var pattern = WildcardPattern.Get(name, WildcardOptions.CultureInvariant);
                    found = [.. source.Tensors.Where(t => pattern.IsMatch(t.Name)).Select(t => t.Index)];
                }
                if (found.Length == 0)
                    throw new PSArgumentException($"'{source.Source}' has no tensor '{name}'; Get-OpmlModel -SkipStatistics lists those that it has.");
                indices.AddRange(found.Where(taken.Add));
            }
            return new SelectedSource(source, [.. indices]);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }
}
