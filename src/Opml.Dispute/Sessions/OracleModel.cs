using System.Numerics;
using Opml.Ethereum;

namespace Opml.Dispute.Sessions;

/// <summary>A model that users' contracts can name by a number.</summary>
public sealed record OracleModel : DisputeEvent, IOnDeployment
{
    /// <summary>The contracts.</summary>
    public required OpmlDeployment Deployment { get; init; }

    /// <summary>The number.</summary>
    public required ulong Number { get; init; }

    /// <summary>The model's key.</summary>
    public required Hash32 ModelId { get; init; }

    /// <summary>Who has the fee.</summary>
    public required Address Owner { get; init; }

    /// <summary>Wei that a request by the number pays to the owner.</summary>
    public required BigInteger OwnerFee { get; init; }

    /// <inheritdoc/>
    public override DisputeStage Stage => DisputeStage.Register;

    /// <inheritdoc/>
    public override string Summary => $"number {Number} stands for model {Text.Short(ModelId)}";
}
