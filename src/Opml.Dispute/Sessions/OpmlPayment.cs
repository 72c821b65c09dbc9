using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>An account's ether that left the contracts.</summary>
public sealed record OpmlPayment : DisputeEvent, IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>Whose it was.</summary>
    public required Address Account { get; init; }

    /// <summary>Who received it.</summary>
    public required Address To { get; init; }

    /// <summary>Wei from the Opml contract.</summary>
    public required BigInteger FromContract { get; init; }

    /// <summary>Wei from the oracle.</summary>
    public required BigInteger FromOracle { get; init; }

    /// <summary>Wei that requests, results and games of the account still hold in the Opml contract.</summary>
    public required BigInteger StillLocked { get; init; }

    /// <summary>Wei in all.</summary>
    public BigInteger Amount => FromContract + FromOracle;

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Payment;

    /// <inheritdoc/>
    public override string Summary => $"{Text.Ether(Amount)} to {Text.Short(To)}; {Text.Ether(StillLocked)} are locked still";
}
