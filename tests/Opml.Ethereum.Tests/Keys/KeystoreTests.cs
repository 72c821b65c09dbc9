using System.Text;
using System.Text.Json.Nodes;
using Opml.Ethereum.Keys;

namespace Opml.Ethereum.Tests.Keys;

public sealed class KeystoreTests
{
    private static readonly KeystoreOptions s_quick = new() { ScryptCost = 1024 };
    private static readonly KeystoreOptions s_quickPbkdf2 = new() { Kdf = KeystoreKdf.Pbkdf2, Pbkdf2Iterations = 1000 };

    private const string Scrypt1024 = """
        {"address":"f39fd6e51aad88f6f4ce6ab8827279cfffb92266","id":"e6b8d075-7014-4147-8714-8e6f52b6cfbe","version":3,"Crypto":{"cipher":"aes-128-ctr",
        "cipherparams":{"iv":"4a3916542ffa26924fa8d40f0a87a835"},"ciphertext":"ded3c4acc9b3dd9cd2ece4a6717f6cea1d2a7c21d3080dc1a46960be4bc7a9f6",
        "kdf":"scrypt","kdfparams":{"salt":"ca2e59fdf72102e5991d1cc648866bad3945293c0b28c79c562e86d6c4488a1b","n":1024,"dklen":32,"p":1,"r":8},
        "mac":"aaa9dfe16e8d05be9e193c5661a8770f2da72c335b93520dea9054c7dfba876f"}}
        """;

    /// <summary>The vectors of the Web3 Secret Storage Definition, short keys among them, and a file that ethers wrote.</summary>
    public static TheoryData<string, string, string> Vectors => new()
    {
        {
            """
            {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
            "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
            "kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
            "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
            """,
            "testpassword",
            "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
        },
        {
            """
            {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"83dbcc02d8ccb40e466191a123791e0e"},
            "ciphertext":"d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c","kdf":"scrypt",
            "kdfparams":{"dklen":32,"n":262144,"r":1,"p":8,"salt":"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
            "mac":"2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
            """,
            "testpassword",
            "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
        },
        {
            """
            {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"e0c41130a323adc1446fc82f724bca2f"},
            "ciphertext":"9517cd5bdbe69076f9bf5057248c6c050141e970efa36ce53692d5d59a3984","kdf":"scrypt",
            "kdfparams":{"dklen":32,"n":2,"r":8,"p":1,"salt":"711f816911c92d649fb4c84b047915679933555030b3552c1212609b38208c63"},
            "mac":"d5e116151c6aa71470e67a7d42c9620c75c4d23229847dcc127794f0732b0db5"},"id":"fecfc4ce-e956-48fd-953b-30f8b52ed66c","version":3}
            """,
            "foo",
            "00fa7b3db73dc7dfdf8c5fbdb796d741e4488628c41fc4febd9160a866ba0f35"
        },
        {
            """
            {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"3ca92af36ad7c2cd92454c59cea5ef00"},
            "ciphertext":"108b7d34f3442fc26ab1ab90ca91476ba6bfa8c00975a49ef9051dc675aa","kdf":"scrypt",
            "kdfparams":{"dklen":32,"n":2,"r":8,"p":1,"salt":"d0769e608fb86cda848065642a9c6fa046845c928175662b8e356c77f914cd3b"},
            "mac":"75d0e6759f7b3cefa319c3be41680ab6beea7d8328653474bd06706d4cc67420"},"id":"a37e1559-5955-450d-8075-7b8931b392b2","version":3}
            """,
            "foo",
            "000081c29e8142bb6a81bef5a92bda7a8328a5c85bb2f9542e76f9b0f94fc018"
        },
        { Scrypt1024, "pässwörd", "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Keystores_of_others_are_opened(string json, string password, string key)
    {
        using var expected = PrivateKey.Parse(key);
        using var opened = Keystore.Decrypt(json, password);
        Assert.Equal(expected.Address, opened.Address);
    }

    [Theory] // RFC 7914, section 12.
    [InlineData("", "", 16, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")]
    [InlineData("password", "NaCl", 1024, 8, 16, "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    [InlineData("pleaseletmein", "SodiumChloride", 16384, 8, 1, "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")]
    public void Scrypt_is_that_of_its_rfc(string password, string salt, int n, int r, int p, string expected) => Assert.Equal(
        expected, Convert.ToHexStringLower(Scrypt.Derive(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), n, r, p, 64)));

    [Fact]
    public void What_is_written_is_read_with_the_same_password_alone()
    {
        using var key = PrivateKey.Generate();
        foreach (var options in new[] { s_quick, s_quickPbkdf2 })
        {
            var json = Keystore.Encrypt(key, "correct horse", options);
            using var opened = Keystore.Decrypt(json, "correct horse");
            Assert.Equal(key.Address, opened.Address);
            Assert.Contains("password does not open", Assert.Throws<KeystoreException>(() => Keystore.Decrypt(json, "correct hors")).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("version", "1", "version 1")]
    [InlineData("Crypto.cipher", "\"aes-128-cbc\"", "aes-128-ctr")]
    [InlineData("Crypto.kdf", "\"argon2\"", "argon2")]
    [InlineData("Crypto.kdfparams.n", "1000", "power of two")]
    [InlineData("Crypto.kdfparams.n", "1073741824", "MiB of memory")]
    [InlineData("Crypto.kdfparams.r", "2147483647", "MiB of memory")]
    [InlineData("Crypto.kdfparams.p", "2147483647", "MiB of memory")]
    [InlineData("Crypto.kdfparams.p", "1000000", "too long")]
    [InlineData("Crypto.kdfparams.n", "99999999999", "no whole number")]
    [InlineData("Crypto.kdfparams.r", "0", "at least 1")]
    [InlineData("Crypto.kdfparams.dklen", "2147483647", "dklen")]
    [InlineData("Crypto.kdfparams.salt", "\"xx\"", "not hexadecimal")]
    [InlineData("Crypto.cipherparams.iv", "\"00\"", "1 bytes instead of 16")]
    [InlineData("Crypto.ciphertext", "\"\"", "1 to 32 bytes")]
    [InlineData("Crypto.mac", "null", "no text \"mac\"")]
    [InlineData("Crypto.kdfparams", "7", "no \"kdfparams\"")]
    [InlineData("Crypto.mac", "\"aaa9dfe16e8d05be9e193c5661a8770f2da72c335b93520dea9054c7dfba8770\"", "password does not open")]
    [InlineData("address", "\"0000000000000000000000000000000000000001\"", "another account")]
    public void A_keystore_that_is_damaged_or_asks_too_much_is_refused(string field, string value, string reason)
    {
        var root = JsonNode.Parse(Scrypt1024)!;
        var path = field.Split('.');
        var parent = path[..^1].Aggregate(root, (node, name) => node[name]!);
        parent[path[^1]] = JsonNode.Parse(value);

        var error = Assert.Throws<KeystoreException>(() => Keystore.Decrypt(root.ToJsonString(), "pässwörd"));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"version\":3}")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    public void What_is_no_keystore_is_refused(string json) => Assert.Throws<KeystoreException>(() => Keystore.Decrypt(json, "x"));

    [Fact]
    public void A_file_appears_whole_and_is_its_owners_alone()
    {
        var folder = Directory.CreateTempSubdirectory("opml-keystore-");
        try
        {
            var path = Path.Combine(folder.FullName, "key.json");
            using var key = PrivateKey.Generate();
            using var other = PrivateKey.Generate();
            Keystore.WriteFile(path, key, "x", s_quick);

            Assert.Throws<IOException>(() => Keystore.WriteFile(path, other, "x", s_quick));
            Assert.Equal(key.Address, Keystore.ReadAddress(path));
            Keystore.WriteFile(path, other, "x", s_quick, overwrite: true);
            using var read = Keystore.ReadFile(path, "x");
            Assert.Equal(other.Address, read.Address);
            Assert.Equal([path], Directory.GetFiles(folder.FullName));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Options_out_of_range_and_empty_passwords_are_refused()
    {
        using var key = PrivateKey.Generate();
        Assert.Throws<ArgumentException>(() => Keystore.Encrypt(key, "x", new KeystoreOptions { ScryptCost = 1000 }));
        Assert.Throws<ArgumentException>(() => Keystore.Encrypt(key, "x", new KeystoreOptions { Kdf = KeystoreKdf.Pbkdf2, Pbkdf2Iterations = 0 }));
        Assert.Throws<ArgumentException>(() => Keystore.Encrypt(key, "", s_quick));
    }
}
