using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Opml.Dispute.Contracts;
using Opml.Dispute.Devnet;
using Opml.Ethereum;
using Opml.Mips.Commitment;
using Keccak256 = Opml.Mips.Commitment.Keccak256;

namespace Opml.Dispute.Tests.Machine;

/// <summary>The step contract, deployed on a node of its own.</summary>
public sealed class StepContract : IAsyncDisposable
{
    private static readonly byte[] s_selector = Keccak256.Hash("step(bytes,bytes)"u8)[..4];
    private static readonly byte[] s_packedSelector = Keccak256.Hash("stepPacked()"u8)[..4];

    private readonly AnvilDevnet _node;
    private readonly RpcBatches _rpc;
    private readonly string _account;
    private string _address = "";
    private int _nonce;

    private StepContract(AnvilDevnet node)
    {
        _node = node;
        _rpc = new RpcBatches(node.RpcUrl);
        _account = node.Accounts[0].Address.ToString();
    }

    /// <summary>Deploys the committed artifact under a hardfork's rules.</summary>
    public static async Task<StepContract> DeployAsync(string hardfork, CancellationToken cancellationToken)
    {
        var options = new DevnetOptions { Hardfork = hardfork, BlockGasLimit = 1_000_000_000 };
        var contract = new StepContract(await AnvilDevnet.StartAsync(options, cancellationToken));
        string code = Hex.Format(ContractArtifacts.Load("MipsMachine").Bytecode);
        JsonNode[] receipts = await contract._rpc.SendAsync([contract.Numbered(null, code)], cancellationToken);
        Assert.Equal("0x1", (string?)receipts[0]["status"]);
        contract._address = (string)receipts[0]["contractAddress"]!;
        return contract;
    }

    /// <summary>The calldata of step, by the ABI.</summary>
    public static byte[] Call(byte[] witness, byte[] proof)
    {
        int proofOffset = 64 + 32 + Padded(witness.Length);
        byte[] data = new byte[4 + proofOffset + 32 + Padded(proof.Length)];
        s_selector.CopyTo(data, 0);
        Span<byte> arguments = data.AsSpan(4);
        BinaryPrimitives.WriteInt32BigEndian(arguments[28..], 64);
        BinaryPrimitives.WriteInt32BigEndian(arguments[60..], proofOffset);
        BinaryPrimitives.WriteInt32BigEndian(arguments[92..], witness.Length);
        witness.CopyTo(arguments[96..]);
        BinaryPrimitives.WriteInt32BigEndian(arguments[(proofOffset + 28)..], proof.Length);
        proof.CopyTo(arguments[(proofOffset + 32)..]);
        return data;
    }

    /// <summary>The calldata of stepPacked.</summary>
    public static byte[] CallPacked(byte[] packed) => [.. s_packedSelector, .. packed];

    /// <summary>What step answers to each call: the state hash in hexadecimal, or the name of the custom error.</summary>
    public Task<List<string>> StepAsync(IEnumerable<(byte[] Witness, byte[] Proof)> calls, CancellationToken cancellationToken) =>
        AnswersAsync([.. calls.Select(c => Call(c.Witness, c.Proof))], cancellationToken);

    /// <summary>What the contract answers to each calldata: in hexadecimal, or the name of the custom error.</summary>
    public async Task<List<string>> AnswersAsync(IReadOnlyList<byte[]> calls, CancellationToken cancellationToken)
    {
        JsonNode[][] parameters = [.. calls.Select(data => new JsonNode[] { Transaction(_address, Hex.Format(data)), "latest" })];
        JsonNode[] answers = await _rpc.CallAsync("eth_call", parameters, cancellationToken);
        return [.. answers.Select(answer => answer["result"] is { } result ? ((string)result!)[2..] : ErrorName(answer["error"]!))];
    }

    /// <summary>Gas that each calldata takes as a transaction of its own.</summary>
    public async Task<List<long>> GasAsync(IReadOnlyList<byte[]> calls, CancellationToken cancellationToken)
    {
        JsonNode[] receipts = await _rpc.SendAsync([.. calls.Select(data => Numbered(_address, Hex.Format(data)))], cancellationToken);
        Assert.All(receipts, receipt => Assert.Equal("0x1", (string?)receipt["status"]));
        return [.. receipts.Select(receipt => long.Parse(((string)receipt["gasUsed"]!)[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
    }

    /// <summary>What calldata costs before execution under the rules before EIP-7623: 4 a zero byte, 16 another.</summary>
    public static long CallDataGas(byte[] data) => data.Sum(b => b == 0 ? 4L : 16);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        return _node.DisposeAsync();
    }

    /// <summary>With the nonce spelled out: the node works at a batch's transactions side by side.</summary>
    private JsonObject Numbered(string? to, string data)
    {
        JsonObject transaction = Transaction(to, data);
        transaction["nonce"] = Hex.FormatQuantity(_nonce++);
        return transaction;
    }

    private JsonObject Transaction(string? to, string data)
    {
        var transaction = new JsonObject { ["from"] = _account, ["data"] = data, ["gas"] = "0x2dc6c0" };
        if (to is not null) transaction["to"] = to;
        return transaction;
    }

    private static int Padded(int length) => (length + 31) & ~31;

    private static string ErrorName(JsonNode error)
    {
        string data = (string?)error["data"] ?? "";
        foreach (string name in Enum.GetNames<StepProofError>())
            if (data == Hex.Format(Keccak256.Hash(Encoding.ASCII.GetBytes(name + "()")).AsSpan(0, 4))) return name;
        return error.ToJsonString();
    }
}
