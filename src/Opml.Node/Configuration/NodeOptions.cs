using System.Collections.Immutable;
using Opml.Ethereum;
using Opml.Mips.Trace;

namespace Opml.Node.Configuration;

/// <summary>What a node is to do, where, and within which limits. The account's key is no part of it.</summary>
public sealed record NodeOptions
{
    /// <summary>JSON-RPC addresses of the chain, http or https; the best of them is used.</summary>
    public required ImmutableArray<Uri> RpcUrls { get; init; }

    /// <summary>The Opml contract.</summary>
    public required Address Contract { get; init; }

    /// <summary>The chain that it must be (EIP-155); any unless set.</summary>
    public ulong? ChainId { get; init; }

    /// <summary>The oracle on that contract whose callbacks the node delivers for their deposits; none unless set.</summary>
    public Address? Oracle { get; init; }

    /// <summary>The block of the contract's deployment, or an earlier one: events are read from there.</summary>
    public ulong FromBlock { get; init; }

    /// <summary>What the node does; both unless set.</summary>
    public ImmutableArray<NodeRole> Roles { get; init; } = [NodeRole.Proposer, NodeRole.Validator];

    /// <summary>Models to work for, whose files must be there.</summary>
    public ImmutableArray<ModelSource> Models { get; init; } = [];

    /// <summary>Folders with manifests (<see cref="ModelSource.ManifestPattern"/>), which are looked through again while the node runs.</summary>
    public ImmutableArray<string> ModelFolders { get; init; } = [];

    /// <summary>Where the node keeps what it must not forget: an SQLite file; one in the user's state folder unless set.</summary>
    public string? StorePath { get; init; }

    /// <summary>A PostgreSQL database in place of the file, which several processes of the same account may share.</summary>
    public PostgresConnection? Postgres { get; init; }

    /// <summary>What the node will risk and spend.</summary>
    public NodeLimits Limits { get; init; } = new();

    /// <summary>Pause between two looks at the chain.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause between two looks at balances, models and disk.</summary>
    public TimeSpan HousekeepingInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs that are kept in memory, at least 1.</summary>
    public int KeptRuns { get; init; } = 8;

    /// <summary>Most bytes of memory for states of the kept runs. What is beyond goes to disk, up to 16 times as much.</summary>
    public long SnapshotMemory { get; init; } = SnapshotOptions.DefaultMemoryLimit;

    /// <summary>The folder for what is beyond; the store's unless set, or the system's for temporary files where the store is a PostgreSQL database.</summary>
    public string? SnapshotFolder { get; init; }

    /// <summary>Port for metrics and health; 0 for any free one; none unless set.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>The interface that the port is opened on: an address of this machine, or * for all.</summary>
    public string MetricsHost { get; init; } = "127.0.0.1";
}
