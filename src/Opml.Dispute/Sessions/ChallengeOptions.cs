using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum.Keys;
using Opml.Mips.Trace;

namespace Opml.Dispute.Sessions;

/// <summary>What a rehearsed dispute is made of.</summary>
public sealed record ChallengeOptions
{
    /// <summary>JSON-RPC address of the chain.</summary>
    public required Uri RpcUrl { get; init; }

    /// <summary>The local node behind the address, whose clock can be moved on; null for a chain that keeps its own time.</summary>
    public AnvilDevnet? Devnet { get; init; }

    /// <summary>Contracts to use; deployed anew where null.</summary>
    public OpmlDeployment? Deployment { get; init; }

    /// <summary>Who deploys, registers and asks.</summary>
    public required PrivateKey Requester { get; init; }

    /// <summary>Who posts the result.</summary>
    public required PrivateKey Proposer { get; init; }

    /// <summary>Who checks it.</summary>
    public required PrivateKey Challenger { get; init; }

    /// <summary>The model's terms.</summary>
    public required Terms Terms { get; init; }

    /// <summary>The proposer's lie or failure.</summary>
    public Fault ProposerFault { get; init; } = Fault.None;

    /// <summary>The challenger's.</summary>
    public Fault ChallengerFault { get; init; } = Fault.None;

    /// <summary>Folder of the players' files, which exists.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Most bytes of memory that each player may use for states of its runs; what is beyond goes to its folder.</summary>
    public long SnapshotMemory { get; init; } = SnapshotOptions.DefaultMemoryLimit;

    /// <summary>Told what the players do and why, in sentences, from any thread.</summary>
    public Action<string>? Log { get; init; }
}
