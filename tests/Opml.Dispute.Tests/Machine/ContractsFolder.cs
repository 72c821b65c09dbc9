using System.Text.Json.Nodes;

namespace Opml.Dispute.Tests.Machine;

/// <summary>src/contracts of the clone that the tests were built in.</summary>
internal static class ContractsFolder
{
    public static string Path { get; } = Find();

    /// <summary>The anvil binary that npm installed there.</summary>
    public static string Anvil
    {
        get
        {
            string modules = System.IO.Path.Combine(Path, "node_modules", "@foundry-rs");
            string? binary = Directory.Exists(modules)
                ? Directory.EnumerateFiles(modules, OperatingSystem.IsWindows() ? "anvil.exe" : "anvil", SearchOption.AllDirectories)
                    .FirstOrDefault(file => file.Contains($"{System.IO.Path.DirectorySeparatorChar}bin{System.IO.Path.DirectorySeparatorChar}anvil", StringComparison.Ordinal))
                : null;
            return binary ?? throw new FileNotFoundException($"anvil is not installed: run \"npm ci\" in {Path}.");
        }
    }

    /// <summary>A committed artifact.</summary>
    public static JsonNode Artifact(string contract) =>
        JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Path, "artifacts", contract + ".json")))!;

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            string candidate = System.IO.Path.Combine(folder, "src", "contracts");
            if (Directory.Exists(candidate)) return candidate;
        }
        throw new DirectoryNotFoundException($"No src/contracts above {AppContext.BaseDirectory}.");
    }
}
