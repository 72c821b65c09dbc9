using Opml.Ethereum;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Contracts;

/// <summary>Tells whether what is at an address is one of this assembly's contracts.</summary>
internal static class DeployedCode
{
    /// <summary>Whether code is a contract's, with an address where the compiler left room for an immutable one.</summary>
    /// <param name="artifact">The compiled contract.</param>
    /// <param name="code">The code on the chain.</param>
    /// <param name="immutable">The address that the contract was made with; none where it has no immutable.</param>
    public static bool IsOf(ContractArtifact artifact, byte[] code, Address? immutable = null)
    {
        code = [.. code];
        if (immutable is { } address)
        {
            byte[] word = [.. new byte[Hash32.Size - Address.Size], .. address.ToArray()];
            Span<byte> rest = code;
            for (int at; (at = rest.IndexOf(word)) >= 0; rest = rest[(at + word.Length)..])
                rest.Slice(at, word.Length).Clear();
        }

        return code.AsSpan().SequenceEqual(artifact.DeployedBytecode);
    }
}
