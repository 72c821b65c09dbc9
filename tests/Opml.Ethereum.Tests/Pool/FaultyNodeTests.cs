using System.Diagnostics;
using Opml.Ethereum.Rpc;
using Opml.FaultProxy;

namespace Opml.Ethereum.Tests.Pool;

/// <summary>The proxy that other tests rely on does what it is told, and the same for the same seed.</summary>
public sealed class FaultyNodeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_seed_does_the_same_and_another_does_not()
    {
        await using var scene = await PoolScene.SetAsync(null, FaultPlan.None);
        var plan = FaultPlan.Of((FaultKind.ServerError, 0.2), (FaultKind.RpcError, 0.2), (FaultKind.Truncate, 0.2));
        var runs = new List<string>();
        foreach (var seed in new[] { 7, 7, 8 })
        {
            await using var node = FaultyNode.Start(scene.Devnet.RpcUrl, plan, seed);
            using var client = new JsonRpcClient(node.Url, new JsonRpcOptions { Retries = 0 });
            for (var i = 0; i < 40; i++)
                await Record.ExceptionAsync(() => client.InvokeAsync("eth_chainId", [], Cancel));
            Assert.Equal(40, node.Questions);
            runs.Add(string.Join(' ', node.Faults.Select(fault => $"{fault.Number}{fault.Kind}")));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
    }

    [Fact]
    public void Faults_happen_only_where_they_can()
    {
        var plan = FaultPlan.Of((FaultKind.HideLogs, 0.5), (FaultKind.Drop, 0.5));
        Assert.Equal(FaultKind.Drop, plan.Draw(0.4, kind => kind == FaultKind.Drop));
        Assert.Null(plan.Draw(0.6, kind => kind == FaultKind.Drop));
        Assert.Equal(FaultKind.HideLogs, plan.Draw(0.6, _ => true));
        Assert.Throws<ArgumentException>(() => FaultPlan.Of((FaultKind.Drop, 0.6), (FaultKind.Delay, 0.6)));
        Assert.Equal((FaultKind.Drop, 0.25), FaultPlan.Parse("drop=0.25"));
        foreach (var wrong in new[] { "drop", "drip=0.1", "drop=much", "77=0.1" })
            Assert.Throws<FormatException>(() => FaultPlan.Parse(wrong));
    }

    [Fact]
    public async Task As_a_program_it_says_where_it_is_and_ends_with_its_owner()
    {
        await using var scene = await PoolScene.SetAsync(null, FaultPlan.None);
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { typeof(FaultyNode).Assembly.Location, scene.Devnet.RpcUrl.ToString(), "--seed", "3", "otherchain=1" },
        };
        using var process = Process.Start(start)!;
        var url = await process.StandardOutput.ReadLineAsync(Cancel);
        using (var client = new HttpEthereumClient(new Uri(url!)))
        {
            Assert.Equal(57005ul, await client.GetChainIdAsync(Cancel));
            Assert.NotEqual(0ul, await client.GetBlockNumberAsync(Cancel));
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancel);
        Assert.Equal((0, "2 questions, 1 faults"), (process.ExitCode, (await process.StandardOutput.ReadToEndAsync(Cancel)).Trim()));
    }
}
