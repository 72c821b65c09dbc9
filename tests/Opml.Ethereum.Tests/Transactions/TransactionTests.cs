using System.Numerics;
using System.Text.Json;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Tests.Transactions;

public sealed class TransactionTests
{
    private static readonly JsonElement[] s_rows = TestData.Rows("transactions.json");

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, s_rows.Length)];

    /// <summary>Signed by another implementation.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Transactions_are_signed_and_read_as_elsewhere(int index)
    {
        var row = s_rows[index];
        var transaction = ToTransaction(row);
        using var key = PrivateKey.Parse(Text(row, "key"));
        var signed = transaction.Sign(key);

        Assert.Equal(Text(row, "signingHash"), transaction.SigningHash.ToString());
        Assert.Equal(Text(row, "raw"), Hex.Format(signed.Raw));
        Assert.Equal(Text(row, "hash"), signed.Hash.ToString());

        var read = SignedTransaction.Decode(signed.Raw);
        Assert.Equal(Text(row, "sender"), read.Sender.ToString());
        Assert.Equal(transaction.SigningHash, read.Transaction.SigningHash);
        Assert.Equal(signed.Signature, read.Signature);
    }

    [Fact]
    public void The_example_of_eip_155_comes_out()
    {
        using var key = PrivateKey.Parse(string.Concat(Enumerable.Repeat("46", 32)));
        var signed = new LegacyTransaction
        {
            ChainId = 1,
            Nonce = 9,
            GasPrice = 20_000_000_000,
            GasLimit = 21_000,
            To = Address.Parse("0x3535353535353535353535353535353535353535"),
            Value = BigInteger.Pow(10, 18),
        }.Sign(key);

        Assert.Equal("0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53", signed.Transaction.SigningHash.ToString());
        Assert.Equal(
            "0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"
            + "a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83",
            Hex.Format(signed.Raw));
    }

    [Theory] // The example of the yellow paper's CREATE, as every client has it.
    [InlineData(0, "0xcd234A471b72ba2F1Ccf0A70FCABA648a5eeCD8d")]
    [InlineData(1, "0x343c43A37D37dfF08AE8C4A11544c718AbB4fCF8")]
    [InlineData(2, "0xf778B86FA74E846c4f0a1fBd1335FE81c00a0C91")]
    public void A_created_contract_has_its_address(ulong nonce, string expected) => Assert.Equal(
        expected, Transaction.ContractAddress(Address.Parse("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0"), nonce).ToString());

    [Theory]
    [InlineData("", "at least one byte")]
    [InlineData("01c0", "type 1")]
    [InlineData("03c0", "type 3")]
    [InlineData("02c0", "0 fields instead of 12")]
    [InlineData("c0", "0 fields instead of 9")]
    [InlineData("02ff", "ends inside a length")]
    [InlineData("c98080808080801b0101", "names no chain")]
    [InlineData("c98080808080800001 01", "begins with a zero byte")]
    [InlineData("c9808080018080250101", "address in the transaction has 1 bytes")]
    [InlineData("c9808080808080258001", "out of range")]
    public void Bytes_that_are_no_transaction_are_refused(string raw, string reason) => Assert.Contains(
        reason, Assert.ThrowsAny<EthereumException>(() => SignedTransaction.Decode(TestData.Bytes(raw))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_high_s_is_refused()
    {
        using var key = PrivateKey.Generate();
        var signed = new Eip1559Transaction { ChainId = 1, Nonce = 0, GasLimit = 21_000, MaxFeePerGas = 1, MaxPriorityFeePerGas = 1 }.Sign(key);
        var high = signed.Signature with { S = Secp256k1.Order - signed.Signature.S, RecoveryId = (byte)(signed.Signature.RecoveryId ^ 1) };

        var error = Assert.Throws<EthereumException>(() => SignedTransaction.Decode(signed.Transaction.Encode(high)));
        Assert.Contains("EIP-2", error.Message, StringComparison.Ordinal);
    }

    private static Transaction ToTransaction(JsonElement row)
    {
        Address? to = row.GetProperty("to").ValueKind == JsonValueKind.Null ? null : Address.Parse(Text(row, "to"));
        var (chainId, nonce, gas) = (ulong.Parse(Text(row, "chainId"), null), row.GetProperty("nonce").GetUInt64(), ulong.Parse(Text(row, "gasLimit"), null));
        var (value, data) = (Number(row, "value"), Hex.Parse(Text(row, "data")));
        return row.GetProperty("legacy").GetBoolean()
            ? new LegacyTransaction { ChainId = chainId, Nonce = nonce, GasLimit = gas, To = to, Value = value, Data = data, GasPrice = Number(row, "gasPrice") }
            : new Eip1559Transaction
            {
                ChainId = chainId,
                Nonce = nonce,
                GasLimit = gas,
                To = to,
                Value = value,
                Data = data,
                MaxFeePerGas = Number(row, "maxFee"),
                MaxPriorityFeePerGas = Number(row, "tip"),
                AccessList = [.. row.GetProperty("accessList").EnumerateArray().Select(entry => new AccessListEntry(
                    Address.Parse(Text(entry, "address")),
                    [.. entry.GetProperty("storageKeys").EnumerateArray().Select(k => Hash32.Parse(k.GetString()!))]))],
            };
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static BigInteger Number(JsonElement row, string name) => BigInteger.Parse(Text(row, name), null);
}
