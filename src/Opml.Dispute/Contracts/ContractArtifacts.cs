using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Contracts;

/// <summary>The compiled contracts that this assembly carries.</summary>
public static class ContractArtifacts
{
    private static readonly Lazy<ContractArtifact> _opml = new(() => Load("Opml"));
    private static readonly Lazy<ContractArtifact> _oracle = new(() => Load("OpmlOracle"));

    /// <summary>The contract of models, requests, results and games.</summary>
    public static ContractArtifact Opml => _opml.Value;

    /// <summary>The contract that carries results into users' contracts.</summary>
    public static ContractArtifact Oracle => _oracle.Value;

    /// <summary>A contract by its name in Solidity.</summary>
    /// <exception cref="ArgumentException">The assembly carries no such contract.</exception>
    public static ContractArtifact Load(string name)
    {
        var assembly = typeof(ContractArtifacts).Assembly;
        using var stream = assembly.GetManifestResourceStream($"artifacts/{name}.json")
            ?? throw new ArgumentException(
                $"There is no contract '{name}' here, only: {string.Join(", ", assembly.GetManifestResourceNames())}.",
                nameof(name));
        using var reader = new StreamReader(stream);
        return ContractArtifact.Parse(reader.ReadToEnd());
    }
}
