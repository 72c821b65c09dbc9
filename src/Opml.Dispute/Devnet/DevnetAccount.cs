using Opml.Ethereum;
using Opml.Ethereum.Keys;

namespace Opml.Dispute.Devnet;

/// <summary>An account of a local node, with ether at hand. Its key is no secret: everybody knows the default mnemonic.</summary>
public sealed class DevnetAccount
{
    internal DevnetAccount(int index, string key)
    {
        KeyDigits = key;
        Index = index;
        using var parsed = CreateKey();
        Address = parsed.Address;
    }

    /// <summary>Its place in the derivation path.</summary>
    public int Index { get; }

    /// <summary>The address.</summary>
    public Address Address { get; }

    /// <summary>The key as other tools take it: <c>0x</c> and 64 digits.</summary>
    public string KeyDigits { get; }

    /// <summary>A copy of the key, for the caller to dispose.</summary>
    public PrivateKey CreateKey() => PrivateKey.Parse(KeyDigits);

    /// <inheritdoc/>
    public override string ToString() => $"({Index}) {Address}";
}
