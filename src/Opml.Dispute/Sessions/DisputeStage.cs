namespace Opml.Dispute.Sessions;

/// <summary>The stages of a request's life, in their order.</summary>
public enum DisputeStage
{
    /// <summary>The contracts were put on the chain.</summary>
    Deploy,

    /// <summary>A model was registered.</summary>
    Register,

    /// <summary>An inference was asked for.</summary>
    Request,

    /// <summary>A result was posted.</summary>
    Result,

    /// <summary>A game was opened against it.</summary>
    Challenge,

    /// <summary>One round of the bisection was played.</summary>
    Round,

    /// <summary>The disputed step was executed by the machine's contract.</summary>
    Step,

    /// <summary>The result became final.</summary>
    Final,

    /// <summary>The game was decided, and the bonds went where they belong.</summary>
    Outcome,

    /// <summary>A result was carried to its callback contract.</summary>
    Delivery,

    /// <summary>A request was taken back.</summary>
    TakenBack,

    /// <summary>An account's ether left the contracts.</summary>
    Payment,
}
