using System.Text;
using Opml.Ethereum.Keys;

namespace Opml.Fuzz.Targets;

/// <summary>Keystores of version 3, to the point where the password would be tried: what its derivation may cost is checked before.</summary>
internal static class KeystoreTarget
{
    public static FuzzTarget Create() => new(
        "keystore",
        static input => KeystoreJson.Read(Encoding.UTF8.GetString(input)),
        [typeof(KeystoreException)],
        Seeds,
        SeedFiles.Tokens("\"n\":", "\"r\":", "\"p\":", "\"c\":", "\"kdf\":\"scrypt\"", "\"kdf\":\"pbkdf2\"", "\"dklen\":32", "1e9", "null"));

    private static IEnumerable<byte[]> Seeds()
    {
        string salt = new('a', 64), mac = new('b', 64), text = new('c', 64), iv = new('d', 32);
        yield return Encoding.UTF8.GetBytes($$$"""{"version":3,"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","address":"70997970c51812dc3a010c7d01b50e0d17dc79c8","crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"{{{iv}}}"},"ciphertext":"{{{text}}}","kdf":"scrypt","kdfparams":{"dklen":32,"n":262144,"p":1,"r":8,"salt":"{{{salt}}}"},"mac":"{{{mac}}}"}}""");
        yield return Encoding.UTF8.GetBytes($$$"""{"version":3,"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"{{{iv}}}"},"ciphertext":"{{{text}}}","kdf":"pbkdf2","kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"{{{salt}}}"},"mac":"{{{mac}}}"}}""");
    }
}
