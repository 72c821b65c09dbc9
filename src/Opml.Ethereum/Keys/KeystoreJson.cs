using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opml.Ethereum.Keys;

/// <summary>The JSON of a keystore of version 3.</summary>
internal static class KeystoreJson
{
    private const int MaxSaltBytes = 1024;

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static KeystoreContent Read(string json)
    {
        try
        {
            using var document = StrictJson.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new KeystoreException($"The keystore is no valid JSON: {error.Message}", error);
        }
    }

    public static string Write(KeystoreContent content)
    {
        var parameters = new JsonObject { ["dklen"] = 32, ["salt"] = Convert.ToHexStringLower(content.Kdf.Salt) };
        if (content.Kdf.Kdf == KeystoreKdf.Scrypt)
        {
            parameters["n"] = content.Kdf.N;
            parameters["r"] = content.Kdf.R;
            parameters["p"] = content.Kdf.P;
        }
        else
        {
            parameters["c"] = content.Kdf.N;
            parameters["prf"] = "hmac-sha256";
        }

        var root = new JsonObject
        {
            ["address"] = content.Address is { } address ? Convert.ToHexStringLower(address.ToArray()) : null,
            ["crypto"] = new JsonObject
            {
                ["cipher"] = "aes-128-ctr",
                ["cipherparams"] = new JsonObject { ["iv"] = Convert.ToHexStringLower(content.Iv) },
                ["ciphertext"] = Convert.ToHexStringLower(content.CipherText),
                ["kdf"] = content.Kdf.Kdf == KeystoreKdf.Scrypt ? "scrypt" : "pbkdf2",
                ["kdfparams"] = parameters,
                ["mac"] = Convert.ToHexStringLower(content.Mac),
            },
            ["id"] = Guid.NewGuid().ToString(),
            ["version"] = 3,
        };
        return root.ToJsonString(s_indented);
    }

    private static KeystoreContent Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out _))
            throw new KeystoreException("This is no keystore: it is no JSON object with a version.");
        if (Number(root, "version") is var version and not 3)
            throw new KeystoreException($"The keystore is of version {version}: only version 3 is read.");

        // The first programs wrote Crypto.
        var crypto = Child(root, root.TryGetProperty("Crypto", out _) ? "Crypto" : "crypto");
        if (Text(crypto, "cipher") is var cipher and not "aes-128-ctr")
            throw new KeystoreException($"The keystore's cipher is '{cipher}': only aes-128-ctr is read.");

        Address? address = root.TryGetProperty("address", out var label) && label.ValueKind == JsonValueKind.String
            ? Address.TryParse(label.GetString(), out var parsed) ? parsed : throw new KeystoreException("The keystore's address is none.")
            : null;
        return new KeystoreContent(
            address,
            ReadKdf(Text(crypto, "kdf"), Child(crypto, "kdfparams")),
            Bytes(Child(crypto, "cipherparams"), "iv", KeystoreCipher.IvSize),
            CipherText(crypto),
            Bytes(crypto, "mac", Hash32.Size));
    }

    private static KeystoreKdfParameters ReadKdf(string kdf, JsonElement parameters)
    {
        if (Number(parameters, "dklen") is var length and not 32)
            throw new KeystoreException($"The keystore derives {length} bytes (dklen): only 32 are read.");

        var salt = Bytes(parameters, "salt", null);
        var read = kdf switch
        {
            "scrypt" => new KeystoreKdfParameters(KeystoreKdf.Scrypt, Number(parameters, "n"), Number(parameters, "r"), Number(parameters, "p"), salt),
            "pbkdf2" when Text(parameters, "prf") == "hmac-sha256" => new KeystoreKdfParameters(KeystoreKdf.Pbkdf2, Number(parameters, "c"), 0, 0, salt),
            "pbkdf2" => throw new KeystoreException("The keystore's prf is not hmac-sha256, the only one that is read."),
            _ => throw new KeystoreException($"The keystore's kdf is '{kdf}': scrypt and pbkdf2 are read."),
        };
        return read.Problem() is { } problem ? throw new KeystoreException($"The keystore asks for too much or too little: {problem}") : read;
    }

    /// <summary>Early programs dropped a key's leading zeros, so there may be fewer bytes than a key has.</summary>
    private static byte[] CipherText(JsonElement crypto) => Bytes(crypto, "ciphertext", null) is { Length: >= 1 and <= PrivateKey.Size } bytes
        ? bytes
        : throw new KeystoreException($"The keystore's \"ciphertext\" does not have 1 to {PrivateKey.Size} bytes.");

    private static byte[] Bytes(JsonElement parent, string name, int? size)
    {
        if (!Hex.TryParse(Text(parent, name), out var bytes))
            throw new KeystoreException($"The keystore's \"{name}\" is not hexadecimal.");

        return bytes.Length == (size ?? bytes.Length) && bytes.Length <= MaxSaltBytes
            ? bytes
            : throw new KeystoreException($"The keystore's \"{name}\" has {bytes.Length} bytes instead of {size ?? MaxSaltBytes}.");
    }

    private static JsonElement Child(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var child) && child.ValueKind == JsonValueKind.Object
            ? child
            : throw new KeystoreException($"The keystore has no \"{name}\".");

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new KeystoreException($"The keystore has no text \"{name}\".");

    private static int Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw new KeystoreException($"The keystore has no whole number \"{name}\" of 32 bits.");
}
