using Opml.Ethereum;
using Opml.Ethereum.Keys;

namespace Opml.Dispute.Devnet;

/// <summary>An account of a local node, with ether at hand. Its key is no secret: everybody knows the default mnemonic.</summary>
public sealed class DevnetAccount
{
    private readonly string _key;

    internal DevnetAccount(int index, string key)
    {
        _key = key;
        Index = index;
        using var parsed = CreateKey();
        Address = parsed.Address;
    }

    /// <summary>Its place in the derivation path.</summary>
    public int Index { get; }

    /// <summary>The address.</summary>
    public Address Address { get; }

    /// <summary>A copy of the key, for the caller to dispose.</summary>
    public PrivateKey CreateKey() => PrivateKey.Parse(_key);

    /// <inheritdoc/>
    public override string ToString() => $"({Index}) {Address}";
}
