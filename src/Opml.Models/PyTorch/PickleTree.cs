namespace Opml.Models.PyTorch;

/// <summary>Looks through an unpickled value: what it holds, whether it holds itself, how deep it goes.</summary>
internal sealed class PickleTree(string source)
{
    private const int MaximumDepth = 64;

    private readonly Dictionary<object, bool> _done = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _open = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a tensor is anywhere in the value; cycles and great depth are errors.</summary>
    public bool HoldsTensor(object value)
    {
        if (value is TensorReference)
            return true;
        if (value is not (PickleTuple or PickleList or PickleDict))
            return false;
        if (_done.TryGetValue(value, out bool known))
            return known;
        if (!_open.Add(value))
            throw new ModelFormatException($"'{source}': a container holds itself, which no state_dict does; the file is made to mislead.");
        if (_open.Count > MaximumDepth)
            throw new ModelFormatException($"'{source}': containers are nested over {MaximumDepth} deep; save model.state_dict() alone.");
        bool holds = false;
        foreach (object child in Children(value))
            holds |= HoldsTensor(child);
        _open.Remove(value);
        _done.Add(value, holds);
        return holds;
    }

    private static IEnumerable<object> Children(object value) => value switch
    {
        PickleTuple tuple => tuple.Items,
        PickleList list => list.Items,
        PickleDict dict => dict.Items.Select(static item => item.Value),
        _ => [],
    };
}
