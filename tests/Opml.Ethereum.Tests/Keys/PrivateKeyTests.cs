using System.Numerics;
using System.Text;
using Opml.Ethereum.Keys;

namespace Opml.Ethereum.Tests.Keys;

public sealed class PrivateKeyTests
{
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001", "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", "0x80C0dbf239224071c59dD8970ab9d542E3414aB2")]
    [InlineData("4646464646464646464646464646464646464646464646464646464646464646", "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F")]
    [InlineData("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")]
    public void A_key_has_its_address(string text, string address)
    {
        using var key = PrivateKey.Parse(text);
        Assert.Equal(address, key.Address.ToString());
    }

    /// <summary>RFC 6979 over secp256k1 with SHA-256 digests: the vectors that bitcoin libraries share.</summary>
    [Theory]
    [InlineData("1", "Satoshi Nakamoto", "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8", "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5")]
    [InlineData("1", "All those moments will be lost in time, like tears in rain. Time to die...", "8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b", "547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", "Satoshi Nakamoto", "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0", "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5")]
    [InlineData("f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181", "Alan Turing", "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c", "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea")]
    public void Signatures_are_deterministic_and_low(string keyDigits, string message, string r, string s)
    {
        using var key = PrivateKey.Parse(keyDigits.PadLeft(64, '0'));
        var digest = new Hash32(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(message)));
        var signature = key.Sign(digest);

        Assert.Equal((Hex.ParseQuantity("0x" + r), Hex.ParseQuantity("0x" + s)), (signature.R, signature.S));
        Assert.Equal(key.Address, signature.Recover(digest));
    }

    [Fact]
    public void A_signature_has_the_form_that_contracts_take()
    {
        using var key = PrivateKey.Parse("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
        Assert.Equal(
            "0x7645a399e4fc1b1ef5e5bcced951950d311c88924a6c9a58e80c9424f5b81db8316ebda43c879fbdb6166a3dc85f18e5bee778eb3bf4c4ba723e27018cfb1ccf1c",
            Hex.Format(key.Sign(Keccak256.Hash("opml"u8)).ToArray()));
    }

    [Fact]
    public void Every_signature_tells_its_signer()
    {
        for (var i = 0; i < 40; i++)
        {
            using var key = PrivateKey.Generate();
            var digest = Keccak256.Hash([(byte)i]);
            var signature = key.Sign(digest);
            Assert.Equal(key.Address, signature.Recover(digest));
            Assert.True(signature.S <= Secp256k1.HalfOrder);
            Assert.NotEqual(key.Address, (signature with { RecoveryId = (byte)(signature.RecoveryId ^ 1) }).Recover(digest));
        }
    }

    [Fact]
    public void Signatures_out_of_range_are_refused()
    {
        using var key = PrivateKey.Generate();
        var good = key.Sign(Hash32.Zero);
        EcdsaSignature[] bad =
        [
            good with { R = 0 }, good with { S = 0 }, good with { R = Secp256k1.Order }, good with { S = Secp256k1.Order },
            good with { R = -1 }, good with { RecoveryId = 4 }, good with { S = Secp256k1.Order - good.S },
            good with { RecoveryId = 2 }, new EcdsaSignature(5, 1, 0), // No point of the curve has x = 5.
        ];
        Assert.All(bad, signature => Assert.Throws<EthereumException>(() => signature.Recover(Hash32.Zero)));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("secret-secret-secret-secret-secret-secret-secret-secret-secret-!")]
    [InlineData("5ec4e75ec4e7")]
    public void What_is_no_key_is_refused_without_being_repeated(string text)
    {
        var error = Record.Exception(() => PrivateKey.Parse(text));
        Assert.True(error is ArgumentException or FormatException);
        Assert.DoesNotContain(text, error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_disposed_key_is_gone()
    {
        var key = PrivateKey.Generate();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Sign(Hash32.Zero));
        Assert.DoesNotContain(key.GetType().GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)
            .Select(f => f.GetValue(key)).OfType<byte[]>(), bytes => bytes.Any(b => b != 0));
    }

    [Fact]
    public void A_key_says_whose_it_is_and_no_more()
    {
        using var key = PrivateKey.Parse(new string('4', 64));
        Assert.Equal($"Private key of {key.Address}", key.ToString());
    }
}
