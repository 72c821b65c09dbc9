namespace Opml.Ethereum.Accounts;

/// <summary>What became of a transaction that was handed in, or what was done for it.</summary>
public enum TransactionStage
{
    /// <summary>It is on its way.</summary>
    Waiting,

    /// <summary>No node had it any more: it was handed in again.</summary>
    HandedInAgain,

    /// <summary>A dearer one of the same nonce was handed in in its place.</summary>
    Replaced,

    /// <summary>Nonces before its own were missing, so that it could not be mined: they were filled with empty transactions.</summary>
    GapFilled,

    /// <summary>It is too cheap, and the fee ceiling forbids a dearer one: the ceiling is to be raised, or gas to become cheaper.</summary>
    AtCeiling,

    /// <summary>It, or one of its replacements, is mined.</summary>
    Mined,

    /// <summary>Another transaction has its nonce: it will never be mined.</summary>
    Superseded,
}
