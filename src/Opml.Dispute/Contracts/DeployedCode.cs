using Opml.Ethereum;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Contracts;

/// <summary>Tells whether what is at an address is one of this assembly's contracts.</summary>
internal static class DeployedCode
{
    // PUSH32: the compiler's way to give code a word that the constructor knows.
    private const byte Push32 = 0x7f;

    /// <summary>
    /// Whether code is a contract's, to the byte, with one address in every place where the compiler left room for an immutable one. A
    /// place with another address, or none, makes it another contract: one that asks nobody to execute the disputed step, for example.
    /// </summary>
    /// <param name="artifact">The compiled contract.</param>
    /// <param name="code">The code on the chain.</param>
    /// <param name="immutable">The address that the contract was made with; none where it has no immutable.</param>
    public static bool IsOf(ContractArtifact artifact, byte[] code, Address? immutable = null)
    {
        byte[] expected = [.. artifact.DeployedBytecode];
        if (immutable is { } address)
        {
            ReadOnlySpan<byte> room = [Push32, .. new byte[Hash32.Size]];
            Span<byte> rest = expected;
            for (int at; (at = rest.IndexOf(room)) >= 0; rest = rest[(at + room.Length)..])
                address.ToArray().CopyTo(rest[(at + room.Length - Address.Size)..]);
        }

        return code.AsSpan().SequenceEqual(expected);
    }
}
