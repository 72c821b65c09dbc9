namespace Opml.Models.Inspection;

/// <summary>How two tensors of two files compare.</summary>
public enum TensorMatch
{
    /// <summary>Equal shapes (dimensions of 1 aside) and values.</summary>
    Same,

    /// <summary>Equal shapes, and other values.</summary>
    Values,

    /// <summary>Unequal shapes.</summary>
    Shape,

    /// <summary>Only the reference has it.</summary>
    OnlyInReference,

    /// <summary>Only the other file has it.</summary>
    OnlyInDifference,
}
