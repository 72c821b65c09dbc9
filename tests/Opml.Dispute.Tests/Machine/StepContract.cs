using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Opml.Mips.Commitment;

namespace Opml.Dispute.Tests.Machine;

/// <summary>The step contract, deployed on a node of its own.</summary>
public sealed class StepContract : IAsyncDisposable
{
    private const int BatchSize = 500;

    private static readonly byte[] s_selector = Keccak256.Hash("step(bytes,bytes)"u8)[..4];

    private readonly AnvilNode _node;
    private readonly string _account;
    private readonly string _address;

    private StepContract(AnvilNode node, string account, string address, int codeSize)
    {
        _node = node;
        _account = account;
        _address = address;
        CodeSize = codeSize;
    }

    /// <summary>Bytes of the deployed code.</summary>
    public int CodeSize { get; }

    /// <summary>Deploys the committed artifact under a hardfork's rules.</summary>
    public static async Task<StepContract> DeployAsync(string hardfork, CancellationToken cancellationToken)
    {
        AnvilNode node = await AnvilNode.StartAsync(hardfork, cancellationToken);
        string account = (string)(await node.CallAsync("eth_accounts", cancellationToken))![0]!;
        string code = (string)ContractsFolder.Artifact("MipsMachine")["bytecode"]!;
        string hash = (string)(await node.CallAsync("eth_sendTransaction", cancellationToken, new JsonObject { ["from"] = account, ["data"] = code, ["gas"] = "0x1000000" }))!;
        JsonNode? receipt;
        while ((receipt = await node.CallAsync("eth_getTransactionReceipt", cancellationToken, hash)) is null) // not mined yet
            await Task.Delay(5, cancellationToken);
        Assert.Equal("0x1", (string?)receipt["status"]);
        string address = (string)receipt["contractAddress"]!;
        string deployed = (string)(await node.CallAsync("eth_getCode", cancellationToken, address, "latest"))!;
        return new StepContract(node, account, address, deployed.Length / 2 - 1);
    }

    /// <summary>What step answers to each call: the state hash in hexadecimal, or the name of the custom error.</summary>
    public async Task<List<string>> StepAsync(IReadOnlyList<(byte[] Witness, byte[] Proof)> calls, CancellationToken cancellationToken)
    {
        var answers = new List<string>();
        foreach ((byte[] Witness, byte[] Proof)[] chunk in calls.Chunk(BatchSize))
        {
            JsonNode[][] parameters = [.. chunk.Select(c => new JsonNode[] { new JsonObject { ["to"] = _address, ["data"] = CallData(c.Witness, c.Proof) }, "latest" })];
            foreach (JsonNode answer in await _node.BatchAsync("eth_call", parameters, cancellationToken))
                answers.Add(answer["result"] is { } result ? ((string)result!)[2..] : ErrorName(answer["error"]!));
        }
        return answers;
    }

    /// <summary>Gas that each step takes as a transaction of its own.</summary>
    public async Task<List<long>> GasAsync(IReadOnlyList<(byte[] Witness, byte[] Proof)> calls, CancellationToken cancellationToken)
    {
        var gas = new List<long>();
        foreach ((byte[] Witness, byte[] Proof)[] chunk in calls.Chunk(BatchSize))
        {
            await _node.CallAsync("evm_setAutomine", cancellationToken, false);
            JsonNode[][] parameters = [.. chunk.Select(c => new JsonNode[] { new JsonObject { ["from"] = _account, ["to"] = _address, ["data"] = CallData(c.Witness, c.Proof), ["gas"] = "0x30d40" } })];
            JsonNode[] hashes = await _node.BatchAsync("eth_sendTransaction", parameters, cancellationToken);
            await _node.CallAsync("evm_mine", cancellationToken);
            JsonNode[] receipts = await _node.BatchAsync("eth_getTransactionReceipt", [.. hashes.Select(h => new JsonNode[] { (string)h["result"]! })], cancellationToken);
            foreach (JsonNode receipt in receipts)
            {
                Assert.Equal("0x1", (string?)receipt["result"]!["status"]);
                gas.Add(long.Parse(((string)receipt["result"]!["gasUsed"]!)[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            }
        }
        return gas;
    }

    /// <summary>What calldata of a step costs before execution under the rules before EIP-7623: 4 a zero byte, 16 another.</summary>
    public static long CallDataGas(byte[] witness, byte[] proof) => Encode(witness, proof).Sum(b => b == 0 ? 4L : 16);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private static string CallData(byte[] witness, byte[] proof) => "0x" + Convert.ToHexStringLower(Encode(witness, proof));

    private static byte[] Encode(byte[] witness, byte[] proof)
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

    private static int Padded(int length) => (length + 31) & ~31;

    private static string ErrorName(JsonNode error)
    {
        string data = (string?)error["data"] ?? "";
        foreach (string name in Enum.GetNames<StepProofError>())
            if (data == "0x" + Convert.ToHexStringLower(Keccak256.Hash(Encoding.ASCII.GetBytes(name + "()"))[..4])) return name;
        return error.ToJsonString();
    }
}
