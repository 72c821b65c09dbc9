namespace Opml.Dispute.Devnet;

/// <summary>How a local node is set up.</summary>
public sealed record DevnetOptions
{
    /// <summary>The mnemonic that everybody's development accounts come from. Never use its keys elsewhere.</summary>
    public const string DefaultMnemonic = "test test test test test test test test test test test junk";

    /// <summary>The anvil program; looked for unless set (see <see cref="AnvilProgram.Find"/>).</summary>
    public string? AnvilPath { get; init; }

    /// <summary>The folder from which upward npm's packages are looked for; this assembly's unless set.</summary>
    public string? SearchFolder { get; init; }

    /// <summary>The chain's number.</summary>
    public ulong ChainId { get; init; } = 31337;

    /// <summary>The words (BIP-39) that accounts are derived from, at m/44'/60'/0'/0/i. They show in the process list.</summary>
    public string Mnemonic { get; init; } = DefaultMnemonic;

    /// <summary>How many accounts there are, 1 to 1000.</summary>
    public int AccountCount { get; init; } = 10;

    /// <summary>What each account has at first, in ether.</summary>
    public ulong Balance { get; init; } = 10_000;

    /// <summary>The time between blocks, in whole seconds; without it a block is made for each transaction at once.</summary>
    public TimeSpan? BlockTime { get; init; }

    /// <summary>The rules, by name: <c>cancun</c>, <c>prague</c>, <c>osaka</c>; anvil's newest unless set.</summary>
    public string? Hardfork { get; init; }

    /// <summary>The gas limit of a block; anvil's own unless set.</summary>
    public ulong? BlockGasLimit { get; init; }

    /// <summary>How long the start may take.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
