using System.Diagnostics;
using System.Numerics;
using Opml.Dispute.Devnet;
using Opml.Ethereum;

namespace Opml.Dispute.Tests.Devnet;

public sealed class AnvilDevnetTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_has_the_accounts_of_its_mnemonic()
    {
        await using var devnet = await AnvilDevnet.StartAsync(new DevnetOptions { AccountCount = 3, Balance = 5 }, Cancel);
        using var client = devnet.CreateClient();

        Assert.Equal(
            ["0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"],
            devnet.Accounts.Select(a => a.Address.ToString()));
        Assert.Equal(5 * BigInteger.Pow(10, 18), await client.GetBalanceAsync(devnet.Accounts[2].Address, cancellationToken: Cancel));
        Assert.Equal(0ul, await client.GetBlockNumberAsync(Cancel));
    }

    [Fact]
    public async Task Another_mnemonic_and_chain_are_another_node()
    {
        var options = new DevnetOptions
        {
            ChainId = 4242,
            Mnemonic = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
            Hardfork = "cancun",
        };
        await using var devnet = await AnvilDevnet.StartAsync(options, Cancel);
        using var client = devnet.CreateClient();

        Assert.Equal(4242ul, await client.GetChainIdAsync(Cancel));
        Assert.Equal("0x9858EfFD232B4033E47d90003D41EC34EcaEda94", devnet.Accounts[0].Address.ToString());
    }

    [Fact]
    public async Task Two_nodes_run_at_once()
    {
        var devnets = await Task.WhenAll(AnvilDevnet.StartAsync(null, Cancel), AnvilDevnet.StartAsync(null, Cancel));
        await using var first = devnets[0];
        await using var second = devnets[1];
        await first.MineAsync(3, Cancel);
        using var one = first.CreateClient();
        using var other = second.CreateClient();

        Assert.NotEqual(first.RpcUrl, second.RpcUrl);
        Assert.Equal(3ul, await one.GetBlockNumberAsync(Cancel));
        Assert.Equal(0ul, await other.GetBlockNumberAsync(Cancel));
    }

    [Fact]
    public async Task The_clock_moves_on_when_told()
    {
        await using var devnet = await AnvilDevnet.StartAsync(null, Cancel);
        using var client = devnet.CreateClient();
        var before = await client.GetBlockAsync(BlockTag.Latest, Cancel);
        await devnet.AdvanceTimeAsync(TimeSpan.FromDays(1), Cancel);
        var after = await client.GetBlockAsync(BlockTag.Latest, Cancel);

        Assert.InRange(after!.Timestamp - before!.Timestamp, 86_400ul, 86_460ul);
    }

    [Fact]
    public async Task A_disposed_node_is_gone_and_leaves_no_files()
    {
        var devnet = await AnvilDevnet.StartAsync(null, Cancel);
        var folders = ScratchFolders(devnet.ProcessId);
        await devnet.DisposeAsync();
        await devnet.DisposeAsync(); // Twice is once.

        Assert.True(devnet.Ended.IsCompleted);
        Assert.False(IsRunning(devnet.ProcessId));
        Assert.DoesNotContain(folders, Directory.Exists);
    }

    [Fact]
    public async Task A_node_that_is_killed_says_so()
    {
        await using var devnet = await AnvilDevnet.StartAsync(null, Cancel);
        Process.GetProcessById(devnet.ProcessId).Kill();
        await devnet.Ended.WaitAsync(s_patience, Cancel);
    }

    [Fact]
    public async Task A_node_whose_supervisor_was_killed_is_still_ended()
    {
        if (!File.Exists("/proc/self/stat"))
            Assert.Skip("The supervisor is found by /proc, which this system has not.");

        var devnet = await AnvilDevnet.StartAsync(null, Cancel);
        var folders = ScratchFolders(devnet.ProcessId);
        var supervisor = int.Parse(Stat(devnet.ProcessId)[1], null);
        Process.GetProcessById(supervisor).Kill();
        Assert.True(await ComesTrueAsync(() => !IsRunning(supervisor)));
        Assert.True(IsRunning(devnet.ProcessId));

        await devnet.DisposeAsync();
        Assert.True(await ComesTrueAsync(() => !IsRunning(devnet.ProcessId)));
        Assert.DoesNotContain(folders, Directory.Exists);
    }

    [Fact]
    public async Task Ctrl_C_in_the_owners_terminal_does_not_reach_a_node()
    {
        if (!File.Exists("/proc/self/stat"))
            Assert.Skip("Sessions are read from /proc, which this system has not.");

        await using var devnet = await AnvilDevnet.StartAsync(null, Cancel);
        Assert.NotEqual(Stat(Environment.ProcessId)[3], Stat(devnet.ProcessId)[3]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_is_gone_soon_after_its_owner(bool killed)
    {
        using var owner = DevnetOwner.Launch();
        try
        {
            var line = await owner.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancel);
            var processId = int.Parse(line!.Split(' ')[0], null);
            Assert.True(IsRunning(processId));
            var folders = ScratchFolders(processId);

            if (killed)
                owner.Kill(); // SIGKILL, on Unix.
            else
                owner.StandardInput.Close();

            Assert.True(await ComesTrueAsync(() => !IsRunning(processId)), "anvil outlived its owner.");
            Assert.True(await ComesTrueAsync(() => !folders.Any(Directory.Exists)), "anvil's folder outlived its owner.");
        }
        finally
        {
            if (!owner.HasExited)
                owner.Kill();
        }
    }

    [Fact]
    public async Task A_cancelled_start_leaves_nothing_running()
    {
        for (var delay = 0; delay < 100; delay += 20)
        {
            using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            cancelled.CancelAfter(delay);
            var marker = 7_000_000ul + (ulong)delay;
            try
            {
                await using var devnet = await AnvilDevnet.StartAsync(new DevnetOptions { ChainId = marker }, cancelled.Token);
            }
            catch (OperationCanceledException)
            {
                // Sooner or later, as the machine pleases; what counts is below.
            }

            Assert.True(await ComesTrueAsync(() => !AnyCommandLineHas(marker.ToString(null, null))), "anvil outlived its cancelled start.");
        }
    }

    [Fact]
    public async Task A_start_that_fails_says_what_anvil_said()
    {
        var error = await Assert.ThrowsAsync<DevnetException>(() => AnvilDevnet.StartAsync(new DevnetOptions { Hardfork = "nonsense" }, Cancel));
        Assert.Contains("nonsense", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_anvil_is_not_waited_for_forever()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The stand-in program is a Unix one.");

        var options = new DevnetOptions { AnvilPath = "/usr/bin/tail", StartTimeout = TimeSpan.FromSeconds(5) };
        await Assert.ThrowsAsync<DevnetException>(() => AnvilDevnet.StartAsync(options, Cancel));
    }

    [Fact]
    public async Task A_missing_program_is_named()
    {
        var error = await Assert.ThrowsAsync<DevnetException>(() => AnvilDevnet.StartAsync(new DevnetOptions { AnvilPath = "/nowhere/anvil" }, Cancel));
        Assert.Contains("/nowhere/anvil", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1001, null)]
    [InlineData(1, 0.5)]
    public async Task Options_out_of_range_are_refused(int accounts, double? blockSeconds)
    {
        var options = new DevnetOptions { AccountCount = accounts, BlockTime = blockSeconds is { } s ? TimeSpan.FromSeconds(s) : null };
        await Assert.ThrowsAsync<DevnetException>(() => AnvilDevnet.StartAsync(options, Cancel));
    }

    /// <summary>A process that has ended and that its new parent has not asked after yet (state Z) does not run.</summary>
    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && (!Directory.Exists("/proc/self") || Stat(processId)[0] != "Z");
        }
        catch (Exception error) when (error is ArgumentException or IOException)
        {
            return false;
        }
    }

    /// <summary>State, parent, group, session and so on (proc(5)); the name before them may hold spaces.</summary>
    private static string[] Stat(int processId) => File.ReadAllText($"/proc/{processId}/stat").Split(") ")[^1].Split(' ');

    private static async Task<bool> ComesTrueAsync(Func<bool> condition)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > s_patience)
                return false;
            await Task.Delay(20, Cancel);
        }

        return true;
    }

    /// <summary>The folder named in a node's command line; only where /proc tells.</summary>
    private static string[] ScratchFolders(int processId) => File.Exists($"/proc/{processId}/cmdline")
        ? [.. File.ReadAllText($"/proc/{processId}/cmdline").Split('\0').Where(a => a.Contains("opml-devnet-", StringComparison.Ordinal))]
        : [];

    private static bool AnyCommandLineHas(string text) =>
        Directory.Exists("/proc") && Directory.EnumerateDirectories("/proc").Any(folder =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0').Contains(text);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
}
