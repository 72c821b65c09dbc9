using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Node.Configuration;
using Opml.Node.Tests.Scene;

namespace Opml.Node.Tests.Service;

/// <summary>The node as a process: killed, stopped, told nonsense.</summary>
public sealed class ServiceTests
{
    private const string Key = "OPML_PRIVATE_KEY";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_again_and_again_in_a_game_it_wins_and_opens_no_second_one()
    {
        await using World world = await World.MakeAsync(_ => Terms.Sized(1 << 20, feeCeiling: 1_000_000_000, arity: 2));
        DevnetAccount account = world.NextAccount();
        string config = ServiceProcess.WriteConfig(world.Folder, world.Options(NodeRole.Validator));
        var environment = new Dictionary<string, string> { [Key] = account.KeyDigits };
        await world.SeatLiarAsync(proposes: true, new Fault { Kind = FaultKind.Register });
        await world.RequestAsync();

        ServiceProcess service = ServiceProcess.Start(config, environment);
        try
        {
            // Each life sees at least two moves more than the one before.
            for (int kills = 0, moves = 1; kills < 3; kills++, moves += 2)
            {
                int wanted = moves;
                await World.UntilAsync(
                    async () => service.HasExited ? throw new InvalidOperationException(service.Said) : (await world.EventsAsync()).Count(e => e is GameOpened or PartPicked or GameEnded) >= wanted,
                    $"{wanted} moves");
                await service.KillAsync();
                service.Dispose();
                service = ServiceProcess.Start(config, environment);
            }
            await world.UntilHomeAsync(account.Address);
            Assert.DoesNotContain(account.KeyDigits[2..], service.Said, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(account.KeyDigits[2..], service.CommandLine, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            service.Dispose();
        }
        byte[] key = Convert.FromHexString(account.KeyDigits[2..]);
        foreach (string path in Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories))
        {
            byte[] kept = await File.ReadAllBytesAsync(path, Token);
            Assert.True(kept.AsSpan().IndexOf(key) < 0, $"The key is in '{path}'.");
            Assert.DoesNotContain(account.KeyDigits[2..], System.Text.Encoding.Latin1.GetString(kept), StringComparison.OrdinalIgnoreCase);
        }
        IReadOnlyList<OpmlEvent> events = await world.EventsAsync();
        Assert.Single(events.OfType<GameOpened>());
        Assert.Single(events.OfType<GameEnded>(), ended => ended.Winner == account.Address && !ended.OnTime);
    }

    [Fact]
    public async Task Told_to_stop_it_stops_with_exit_code_0()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM on Windows.");
        await using World world = await World.MakeAsync();
        DevnetAccount account = world.NextAccount();
        string config = ServiceProcess.WriteConfig(world.Folder, world.Options(NodeRole.Proposer));
        using ServiceProcess service = ServiceProcess.Start(config, new Dictionary<string, string> { [Key] = account.KeyDigits });
        ulong request = await world.RequestAsync();
        await world.UntilStatusAsync(request, RequestStatus.Posted);
        service.Terminate();
        Assert.Equal(0, await service.ExitCodeAsync());
        await World.UntilAsync(() => service.Said.Contains("Node has stopped", StringComparison.Ordinal), "its last word");
    }

    [Fact]
    public async Task A_keystore_among_the_credentials_opens_and_the_check_says_whose_it_is()
    {
        string folder = Directory.CreateTempSubdirectory("opml-node-").FullName;
        try
        {
            using var key = Ethereum.Keys.PrivateKey.Parse("0x" + new string('1', 64));
            File.WriteAllText(Path.Join(folder, "opml-private-key"), new string('1', 64) + "\n");
            File.WriteAllText(Path.Join(folder, "model"), "x");
            var environment = new Dictionary<string, string>
            {
                ["CREDENTIALS_DIRECTORY"] = folder,
                ["OPML_RPCURLS"] = "http://127.0.0.1:1",
                ["OPML_CONTRACT"] = key.Address.ToString(),
                ["OPML_MODELFOLDERS"] = folder,
                ["OPML_ANVIL"] = "/nowhere/anvil", // for a local node, and no setting of this one
            };
            using ServiceProcess service = ServiceProcess.Start(null, environment, "--check");
            Assert.Equal(0, await service.ExitCodeAsync());
            await World.UntilAsync(() => service.Said.Contains($"the account is {key.Address}", StringComparison.Ordinal), "the address");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("""{ "Contract": "0x12", "RpcUrl": "http://x" }""", "RpcUrl is no setting; there are RpcUrls", "Contract is '0x12'; it must be an address")]
    [InlineData("""{ "Roles": ["Judge"], "PollSeconds": "soon" }""", "Roles is 'Judge'; it must be Proposer or Validator", "PollSeconds is 'soon'; it must be a number of seconds")]
    [InlineData("""{ "Limits": { "MaxFee": 1, "SafetyMarginPercent": "x" } }""", "Limits:MaxFee is no setting", "Limits:SafetyMarginPercent is 'x'")]
    [InlineData("""{ "Models": [ { "Program": "a.elf" } ] }""", "Models:0 needs two paths: \"Program\" and \"Model\".", "")]
    [InlineData("""{ "Contract": """, "is not valid JSON", "")]
    [InlineData("""{ "RpcUrls": [ "http://user:s3cret@host:x" ] }""", "RpcUrls must be an address as http://host:port.", "")]
    [InlineData("""{ "Contract": "0x00000000000000000000000000000000000000aa" }""", "No RPC address is given", "No model is given")]
    public async Task A_wrong_configuration_is_told_in_all_its_faults_with_exit_code_78(string json, string first, string second)
    {
        string path = Path.Join(Path.GetTempPath(), $"opml-{Guid.NewGuid():n}.json");
        await File.WriteAllTextAsync(path, json, Token);
        try
        {
            using ServiceProcess service = ServiceProcess.Start(path, new Dictionary<string, string> { [Key] = new string('1', 64) });
            Assert.Equal(78, await service.ExitCodeAsync());
            await World.UntilAsync(() => service.Said.Contains(first, StringComparison.Ordinal) && service.Said.Contains(second, StringComparison.Ordinal), $"'{first}' and '{second}' in: {service.Said}");
            Assert.DoesNotContain("s3cret", service.Said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", service.Said, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(null, null, "No account is given", 78)]
    [InlineData(Key, "not-a-key-but-secret", "The private key is no key", 78)]
    [InlineData("OPML_KEYSTORE", "/nowhere/key.json", "The keystore has no password", 78)]
    public async Task Without_a_key_that_opens_it_says_what_to_set(string? name, string? value, string expected, int code)
    {
        var environment = new Dictionary<string, string>();
        if (name is not null) environment[name] = value!;
        using ServiceProcess service = ServiceProcess.Start(null, environment);
        Assert.Equal(code, await service.ExitCodeAsync());
        await World.UntilAsync(() => service.Said.Contains(expected, StringComparison.Ordinal), expected);
        if (value is not null && name == Key) Assert.DoesNotContain(value, service.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--what", 64)]
    [InlineData("--help", 0)]
    public async Task The_command_line_is_understood_or_not(string arg, int code)
    {
        using ServiceProcess service = ServiceProcess.Start(null, null, arg);
        Assert.Equal(code, await service.ExitCodeAsync());
    }
}
