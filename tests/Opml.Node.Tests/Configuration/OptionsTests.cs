using Opml.Ethereum;
using Opml.Node.Configuration;

namespace Opml.Node.Tests.Configuration;

/// <summary>Options that cannot be.</summary>
public sealed class OptionsTests
{
    private static readonly NodeOptions s_good = new()
    {
        RpcUrls = [new Uri("http://127.0.0.1:1")],
        Contract = Address.Parse("0x00000000000000000000000000000000000000aa"),
        ModelFolders = [AppContext.BaseDirectory],
    };

    public static TheoryData<string, NodeOptions> Wrong => new()
    {
        { "No RPC address", s_good with { RpcUrls = [] } },
        { "must begin with http", s_good with { RpcUrls = [new Uri("ftp://host")] } },
        { "No contract", s_good with { Contract = default } },
        { "No role", s_good with { Roles = [] } },
        { "No model", s_good with { ModelFolders = [] } },
        { "no file '/nowhere/a.elf'", s_good with { Models = [new ModelSource("/nowhere/a.elf", "/nowhere/a.ggml")] } },
        { "no model folder", s_good with { ModelFolders = ["/nowhere"] } },
        { "name one of them", s_good with { StorePath = "/nowhere/a.db", Postgres = new PostgresConnection("Host=db") } },
        { "at most 10 seconds", s_good with { PollInterval = TimeSpan.FromSeconds(11), Postgres = new PostgresConnection("Host=db") } },
        { "poll interval", s_good with { PollInterval = TimeSpan.Zero } },
        { "housekeeping interval", s_good with { HousekeepingInterval = TimeSpan.Zero } },
        { "one run", s_good with { KeptRuns = 0 } },
        { "memory for snapshots", s_good with { SnapshotMemory = -1 } },
        { "no folder '/nowhere' for snapshots", s_good with { SnapshotFolder = "/nowhere" } },
        { "metrics port", s_good with { MetricsPort = 70000 } },
        { "metrics host", s_good with { MetricsHost = "" } },
        { "safety margin", s_good with { Limits = new NodeLimits { SafetyMarginPercent = 95 } } },
        { "most to pay for gas", s_good with { Limits = new NodeLimits { MaxFeePerGas = 0 } } },
        { "free disk space", s_good with { Limits = new NodeLimits { MinFreeDisk = -1 } } },
        { "highest step limit", s_good with { Limits = new NodeLimits { MaxSteps = 0 } } },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Wrong_options_are_refused_by_name(string expected, NodeOptions options) =>
        Assert.Contains(expected, Assert.Throws<NodeConfigurationException>(() => OptionsCheck.Check(options)).Message, StringComparison.Ordinal);

    [Fact]
    public void Right_options_pass() => OptionsCheck.Check(s_good);
}
