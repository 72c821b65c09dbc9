using Opml.Ethereum.Abi;
using Opml.Ethereum.Contracts;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes a compiled contract, or the path of its JSON file.</summary>
public sealed class ArtifactArgumentAttribute : FileArgumentAttribute<ContractArtifact>
{
    private const int MaximumBytes = 16 << 20;

    /// <inheritdoc/>
    protected override string PropertyName => "Artifact";

    /// <inheritdoc/>
    protected override string Expectation => "The path of a compiled contract's JSON file, with its name, abi and bytecode,";

    /// <inheritdoc/>
    protected override ContractArtifact FromFile(string path)
    {
        try
        {
            return ContractArtifact.Parse(System.Text.Encoding.UTF8.GetString(BoundedFile.Read(path, MaximumBytes, "a compiled contract")));
        }
        catch (AbiException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
