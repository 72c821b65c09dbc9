using System.Runtime.InteropServices;
using System.Security;
using Opml.Dispute.Devnet;
using Opml.Ethereum.Keys;

namespace Opml.PowerShell.Conversion;

/// <summary>
/// A way to an account's key: a local node's account, the key's hex digits in a SecureString, or a credential whose
/// user name is the path of a keystore v3 file and whose password opens it. The key itself is not kept.
/// </summary>
public sealed class AccountKey
{
    private readonly Func<PrivateKey> _create;
    private readonly string _description;

    private AccountKey(Func<PrivateKey> create, string description)
    {
        _create = create;
        _description = description;
    }

    /// <summary>The key of a local node's account.</summary>
    public static AccountKey From(DevnetAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new AccountKey(account.CreateKey, account.Address.ToString());
    }

    /// <summary>A key whose 64 hex digits are in a SecureString.</summary>
    public static AccountKey From(SecureString digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        return new AccountKey(() => Reveal(digits, static text => PrivateKey.Parse(text)), "key in a SecureString");
    }

    /// <summary>A key in a keystore file.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="password">Its password.</param>
    public static AccountKey FromKeystore(string path, SecureString password) =>
        new(() => Reveal(password, text => Keystore.ReadFile(path, text)), $"keystore '{path}'");

    /// <summary>The key, for the caller to dispose.</summary>
    /// <exception cref="Ethereum.EthereumException">It is no key, or the keystore does not open.</exception>
    public PrivateKey CreateKey() => _create();

    /// <summary>Where the key comes from; nothing of the key.</summary>
    public override string ToString() => _description;

    private delegate PrivateKey Reader(ReadOnlySpan<char> text);

    private static unsafe PrivateKey Reveal(SecureString secret, Reader read)
    {
        IntPtr text = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return read(new ReadOnlySpan<char>((void*)text, secret.Length));
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(text);
        }
    }
}
