using System.Collections.Immutable;
using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Players;
using Opml.Ethereum;
using Opml.Node.Configuration;

namespace Opml.Node.Status;

/// <summary>All that a node says of itself, at one moment. Amounts are wei.</summary>
public sealed record NodeStatus
{
    /// <summary>Tells nodes apart; another at each start.</summary>
    public Guid Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required NodeState State { get; init; }

    /// <summary>Why it could not go on; null where it could.</summary>
    public string? Failure { get; init; }

    /// <summary>What needs the operator now.</summary>
    public ImmutableArray<NodeWarning> Warnings { get; init; } = [];

    /// <summary>What it does.</summary>
    public ImmutableArray<NodeRole> Roles { get; init; } = [];

    /// <summary>The account that plays.</summary>
    public Address Account { get; init; }

    /// <summary>The chain; 0 until it was asked.</summary>
    public ulong ChainId { get; init; }

    /// <summary>The Opml contract.</summary>
    public Address Contract { get; init; }

    /// <summary>The process that it runs in.</summary>
    public int ProcessId { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>When these facts were true.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Whether the chain is read up to its head and can be answered.</summary>
    public bool IsReady { get; init; }

    /// <summary>The last block that was read.</summary>
    public ulong Height { get; init; }

    /// <summary>By how much this machine's clock is ahead of the newest block's, when that block came.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>The account's ether outside the contract.</summary>
    public BigInteger Balance { get; init; }

    /// <summary>What the contract holds of it: bonds at stake.</summary>
    public BigInteger AtStake { get; init; }

    /// <summary>What the contract owes it.</summary>
    public BigInteger Withdrawable { get; init; }

    /// <summary>Gas that its transactions used since the start.</summary>
    public BigInteger GasUsed { get; init; }

    /// <summary>What that cost.</summary>
    public BigInteger GasFees { get; init; }

    /// <summary>The models that it works for.</summary>
    public ImmutableArray<NodeModel> Models { get; init; } = [];

    /// <summary>Requests of these models, by where they stand.</summary>
    public IReadOnlyDictionary<RequestStatus, int> Requests { get; init; } = ImmutableDictionary<RequestStatus, int>.Empty;

    /// <summary>Its games in play, the shortest clock first.</summary>
    public ImmutableArray<NodeGame> Games { get; init; } = [];

    /// <summary>The least time that is left on a running clock of its own; null where none runs.</summary>
    public TimeSpan? SmallestClock { get; init; }

    /// <summary>What it has done and what came of it, since its first block.</summary>
    public PlayerRecord Record { get; init; } = new();

    /// <summary>Steps a second of the last runs, on average; null before the first.</summary>
    public double? StepsPerSecond { get; init; }

    /// <summary>Moves and runs that are to be done now.</summary>
    public int QueueDepth { get; init; }

    /// <summary>Of these, those under way.</summary>
    public int UnderWay { get; init; }

    /// <summary>Those that failed, or were refused, and will be tried again.</summary>
    public int Resting { get; init; }

    /// <summary>The RPC endpoints.</summary>
    public ImmutableArray<NodeEndpoint> Endpoints { get; init; } = [];

    /// <summary>Where metrics and health are served; null where they are not.</summary>
    public Uri? MetricsUrl { get; init; }

    /// <summary>Where it keeps what it must not forget.</summary>
    public string? StorePath { get; init; }
}
