namespace Opml.Ethereum.Pool;

/// <summary>What a failed question says of the endpoint that it was asked of.</summary>
internal enum Blame
{
    /// <summary>It is an answer: a call that reverts does so everywhere.</summary>
    None,

    /// <summary>It refuses this question, and may answer others: another endpoint may answer this one.</summary>
    Refuses,

    /// <summary>As <see cref="Refuses"/>, in words that speak of its own trouble.</summary>
    Stumbles,

    /// <summary>It lacks the block.</summary>
    Behind,

    /// <summary>It does not work, or is asked too much.</summary>
    Fails,

    /// <summary>It says what cannot be.</summary>
    Lies,
}
