namespace Opml.Node.Status;

/// <summary>What a node tells of.</summary>
public enum NodeEventKind
{
    /// <summary>The node itself: started, ready, stopped.</summary>
    Node,

    /// <summary>A request opened or was taken back.</summary>
    Request,

    /// <summary>A result was posted, struck out, or became final.</summary>
    Result,

    /// <summary>A game began, ended, or was claimed as void.</summary>
    Game,

    /// <summary>Ether went home.</summary>
    Ether,

    /// <summary>An oracle's callback was delivered.</summary>
    Callback,

    /// <summary>The node did something.</summary>
    Move,

    /// <summary>A warning began or ended.</summary>
    Warning,

    /// <summary>The models changed.</summary>
    Model,
}
