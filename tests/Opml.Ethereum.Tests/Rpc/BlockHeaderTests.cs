using System.Text.Json;
using System.Text.Json.Nodes;
using Opml.Dispute.Devnet;
using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Tests.Rpc;

/// <summary>A header's fields have the hash that the chain gives it, on every fork's rules; any other field has another.</summary>
public sealed class BlockHeaderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact] // The genesis block of the main network, as every node tells it.
    public void The_first_block_of_the_main_network_proves_itself()
    {
        var header = Read($$"""
            {"number":"0x0","hash":"0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
            "parentHash":"{{Hash32.Zero}}","nonce":"0x0000000000000042","mixHash":"{{Hash32.Zero}}",
            "sha3Uncles":"0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347","logsBloom":"0x{{new string('0', 512)}}",
            "transactionsRoot":"0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
            "stateRoot":"0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544",
            "receiptsRoot":"0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421","miner":"{{Address.Zero}}",
            "difficulty":"0x400000000","extraData":"0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa",
            "gasLimit":"0x1388","gasUsed":"0x0","timestamp":"0x0","transactions":[]}
            """);
        Assert.Equal((true, ""), (header.IsProven, header.Form));
    }

    [Theory]
    [InlineData("london", "baseFeePerGas")]
    [InlineData("shanghai", "baseFeePerGas,withdrawalsRoot")]
    [InlineData("cancun", "baseFeePerGas,withdrawalsRoot,blobGasUsed,excessBlobGas,parentBeaconBlockRoot")]
    [InlineData("prague", "baseFeePerGas,withdrawalsRoot,blobGasUsed,excessBlobGas,parentBeaconBlockRoot,requestsHash")]
    public async Task Headers_of_each_fork_prove_themselves_and_changed_ones_do_not(string fork, string form)
    {
        await using var devnet = await AnvilDevnet.StartAsync(new DevnetOptions { Hardfork = fork }, Cancel);
        await devnet.MineAsync(2, Cancel);
        using var client = devnet.CreateClient();
        var told = (await client.Rpc.InvokeAsync("eth_getBlockByNumber", ["0x2", false], Cancel)).GetRawText();
        var header = Read(told);
        Assert.Equal((true, form), (header.IsProven, header.Form));

        foreach (var field in new[] { "hash", "stateRoot", "timestamp", "logsBloom", "parentHash" })
        {
            var changed = JsonNode.Parse(told)!;
            var text = changed[field]!.ToString();
            changed[field] = text[..^1] + (text[^1] == '1' ? '2' : '1');
            Assert.False(Read(changed.ToJsonString()).IsProven, field);
        }

        var other = JsonNode.Parse(told)!.AsObject();
        other.Remove("mixHash");
        Assert.Null(Read(other.ToJsonString()).IsProven);
    }

    private static BlockHeader Read(string json) => BlockHeader.Read(JsonDocument.Parse(json).RootElement);
}
