namespace Opml.Ethereum.Keys;

/// <summary>What a keystore of version 3 holds.</summary>
internal sealed record KeystoreContent(Address? Address, KeystoreKdfParameters Kdf, byte[] Iv, byte[] CipherText, byte[] Mac);
