using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;
using Opml.Ethereum.Tests.Rpc;
using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Tests.Keys;

/// <summary>A key or a password shows in no text, no JSON and no error of whatever handles it.</summary>
public sealed class KeySecrecyTests
{
    private const string Digits = "c0ffee11c0ffee22c0ffee33c0ffee44c0ffee55c0ffee66c0ffee77c0ffee88";
    private const string Password = "correct horse 9461";

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly KeystoreOptions s_weak = new() { Kdf = KeystoreKdf.Pbkdf2, Pbkdf2Iterations = 1 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_holds_a_key_shows_it()
    {
        using var key = PrivateKey.Parse(Digits);
        var transaction = new Eip1559Transaction { ChainId = 1, Nonce = 0, GasLimit = 21_000, MaxFeePerGas = 2, MaxPriorityFeePerGas = 1 };
        var signed = transaction.Sign(key);
        using var nonces = new MemoryNonceSource();
        using var client = new HttpEthereumClient(new StubNode(request => StubNode.Result(request, "\"0x1\"")).Client());
        using var sender = await TransactionSender.CreateAsync(client, key, new TransactionSenderOptions { Nonces = nonces }, Cancel);
        var request = new TransactionRequest();
        object[] holders =
        [
            key, sender, signed, signed.Signature, transaction, request, new PendingTransaction(signed, request), TransactionTrail.Of(signed),
            new TransactionSight(TransactionTrail.Of(signed), TransactionStage.Waiting, null, ""), nonces, s_weak, new TransactionSenderOptions(),
            Keystore.Encrypt(key, Password, s_weak),
        ];
        foreach (var holder in holders)
        {
            IsKept(holder.ToString()!);
            IsKept(ToJson(holder));
        }
    }

    [Theory]
    [InlineData(Digits + "0")]
    [InlineData("0x" + Digits + "00")]
    [InlineData("c0ffee11c0ffee22 c0ffee33c0ffee44c0ffee55c0ffee66c0ffee77c0ffee88")]
    [InlineData("z0ffee11c0ffee22c0ffee33c0ffee44c0ffee55c0ffee66c0ffee77c0ffee88")]
    public void A_key_that_is_mistyped_is_not_repeated(string text) =>
        IsKept(Assert.ThrowsAny<Exception>(() => PrivateKey.Parse(text)).ToString());

    [Fact]
    public void Errors_of_keys_and_keystores_show_neither_key_nor_password()
    {
        var key = PrivateKey.Parse(Digits);
        var json = Keystore.Encrypt(key, Password, s_weak);
        foreach (var attempt in new Action[]
        {
            () => Keystore.Decrypt(json, Password + "!"),
            () => Keystore.Decrypt(json.Replace("\"mac\"", "\"mac2\"", StringComparison.Ordinal), Password),
            () => Keystore.Decrypt(Digits, Password),
            () => Keystore.Decrypt($$"""{"version":3,"crypto":"{{Digits}}"}""", Password),
            () => Keystore.Decrypt(json.Replace(key.Address.ToString()[2..].ToLowerInvariant(), new string('0', 40), StringComparison.Ordinal), Password),
            () => Keystore.ReadFile(Path.Join(Path.GetTempPath(), "no-such-keystore"), Password),
            () => _ = new PrivateKey(Hex.Parse(Digits + "00")),
            () =>
            {
                key.Dispose();
                key.Sign(Hash32.Zero);
            },
        })
        {
            IsKept(Assert.ThrowsAny<Exception>(attempt).ToString());
        }
    }

    [Fact]
    public void No_public_member_hands_out_the_key()
    {
        using var key = PrivateKey.Parse(Digits);
        var properties = typeof(PrivateKey).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.GetValue(key)).ToList();
        Assert.Equal([key.Address], properties);
        Assert.Empty(typeof(PrivateKey).GetFields(BindingFlags.Public | BindingFlags.Instance));
        Assert.DoesNotContain(typeof(PrivateKey).GetMethods(BindingFlags.Public | BindingFlags.Instance), method => method.ReturnType == typeof(byte[]) || method.ReturnType == typeof(BigInteger));
    }

    /// <summary>As JSON where the type can be; what cannot be shows nothing that way.</summary>
    private static string ToJson(object holder)
    {
        try
        {
            return JsonSerializer.Serialize(holder, holder.GetType(), s_json);
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException or JsonException)
        {
            return error.ToString();
        }
    }

    private static void IsKept(string text)
    {
        var bytes = Hex.Parse(Digits);
        string[] secrets =
        [
            Digits[..16], Digits[^16..], Convert.ToBase64String(bytes)[..20], Password,
            new BigInteger(bytes, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture)[..20],
            string.Join(",", bytes.Take(8)),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
    }
}
