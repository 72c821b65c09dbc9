namespace Opml.Ethereum.Keys;

/// <summary>How a keystore turns its password into a key.</summary>
public enum KeystoreKdf
{
    /// <summary>scrypt (RFC 7914): slow, and hungry for memory.</summary>
    Scrypt,

    /// <summary>PBKDF2 with HMAC-SHA256 (RFC 8018).</summary>
    Pbkdf2,
}
