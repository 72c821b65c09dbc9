using Opml.Ethereum.Keys;
using Opml.Node.Configuration;

namespace Opml.Service.Secrets;

/// <summary>
/// The account's key, from the service manager's credentials folder ($CREDENTIALS_DIRECTORY) or from the environment; never from
/// the configuration or the command line. Of the variables nothing is left for child processes.
/// </summary>
internal static class AccountSecret
{
    private const string Key = "OPML_PRIVATE_KEY";
    private const string KeystoreFile = "OPML_KEYSTORE";
    private const string Password = "OPML_KEYSTORE_PASSWORD";
    private const string PasswordFile = "OPML_KEYSTORE_PASSWORD_FILE";
    private const string KeyCredential = "opml-private-key";
    private const string KeystoreCredential = "opml-keystore";
    private const string PasswordCredential = "opml-keystore-password";

    /// <summary>The names that are secrets, and no settings.</summary>
    public static IReadOnlyList<string> Variables { get; } = [Key, KeystoreFile, Password, PasswordFile];

    /// <summary>Reads the key; the caller's to dispose.</summary>
    /// <exception cref="NodeConfigurationException">There is none, or what there is does not open; nothing of it is told.</exception>
    public static PrivateKey Read()
    {
        string? key = Take(Key), keystore = Take(KeystoreFile), password = Take(Password), passwordFile = Take(PasswordFile);
        try
        {
            if (key is not null) return PrivateKey.Parse(key);
            if (keystore is not null) return Open(keystore, password ?? (passwordFile is null ? null : ReadLine(passwordFile)));
            if (Credential(KeyCredential) is { } file) return PrivateKey.Parse(ReadLine(file));
            if (Credential(KeystoreCredential) is { } store) return Open(store, Credential(PasswordCredential) is { } secret ? ReadLine(secret) : null);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new NodeConfigurationException("The private key is no key: 64 hex digits are wanted.");
        }
        catch (Exception exception) when (exception is KeystoreException or IOException or UnauthorizedAccessException)
        {
            throw new NodeConfigurationException($"The account's key cannot be read: {exception.Message}", exception);
        }
        throw new NodeConfigurationException(
            $"No account is given: set {KeystoreFile} and {PasswordFile} (or {Password}), or {Key}; or load the credentials {KeystoreCredential} and {PasswordCredential}, or {KeyCredential}, with systemd.");
    }

    private static PrivateKey Open(string keystore, string? password) => password is null
        ? throw new NodeConfigurationException($"The keystore has no password: set {PasswordFile} or {Password}, or load the credential {PasswordCredential}.")
        : Keystore.ReadFile(keystore, password);

    private static string? Take(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        if (value is not null) Environment.SetEnvironmentVariable(name, null);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private static string? Credential(string name) =>
        Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } folder && Path.Join(folder, name) is var path && File.Exists(path) ? path : null;

    private static string ReadLine(string path)
    {
        using StreamReader reader = File.OpenText(path);
        return reader.ReadLine() ?? throw new IOException($"The file '{path}' is empty.");
    }
}
