using System.Text.RegularExpressions;

namespace Opml.Dispute.Tests;

/// <summary>Each promise of docs/security.md names tests that there are.</summary>
public sealed partial class SecurityPageTests
{
    [Fact]
    public void Each_promise_is_kept_by_a_test_that_there_is()
    {
        var page = File.ReadAllText(Path.Join(RepositoryFolder.Path, "docs", "security.md"));
        var table = page[page.IndexOf("| promise |", StringComparison.Ordinal)..page.IndexOf("## Found", StringComparison.Ordinal)];
        string[] rows = [.. table.Split('\n').Skip(2).Where(row => row.StartsWith('|'))];
        var sources = Directory
            .EnumerateFiles(Path.Join(RepositoryFolder.Path, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);

        Assert.True(rows.Length > 20);
        foreach (var row in rows)
        {
            var names = Names().Matches(row.Split('|')[2]);
            Assert.True(names.Count > 0, $"No test keeps this promise:{row}");
            foreach (var parts in names.Select(name => name.Groups[1].Value.Split('/')[^1].Split('.')))
            {
                Assert.True(sources.Contains(parts[0]), $"There is no class {parts[0]}.");
                Assert.True(
                    parts.Length == 1 || sources[parts[0]].Any(source => source.Contains($" {parts[1]}(", StringComparison.Ordinal)),
                    $"{parts[0]} has no test {parts.LastOrDefault()}.");
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Names();
}
