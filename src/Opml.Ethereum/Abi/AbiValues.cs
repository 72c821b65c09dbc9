using System.Collections;

namespace Opml.Ethereum.Abi;

/// <summary>
/// Decoded values in declared order, with their names. Integers are <see cref="System.Numerics.BigInteger"/>, bytes32 is
/// <see cref="Hash32"/>, other bytes are byte arrays, arrays are object arrays, tuples are <see cref="AbiValues"/> again.
/// </summary>
public sealed class AbiValues : IReadOnlyList<object>
{
    private readonly IReadOnlyList<AbiParameter> _parameters;
    private readonly object[] _values;

    internal AbiValues(IReadOnlyList<AbiParameter> parameters, object[] values)
    {
        _parameters = parameters;
        _values = values;
    }

    /// <summary>The number of values.</summary>
    public int Count => _values.Length;

    /// <summary>What the values were declared as.</summary>
    public IReadOnlyList<AbiParameter> Parameters => _parameters;

    /// <summary>The value at a position.</summary>
    public object this[int index] => _values[index];

    /// <summary>The value of a name, upper and lower case taken as one and underscores at its ends overlooked.</summary>
    /// <exception cref="AbiException">There is none.</exception>
    public object this[string name] => IndexOf(name) is >= 0 and var index
        ? _values[index]
        : throw new AbiException($"There is no ABI value '{name}', only: {string.Join(", ", _parameters)}.");

    /// <summary>
    /// The value at a position as another type: any integer that holds it, an enumeration, Hash32 or byte[] for bytes,
    /// T[] or a read-only list for arrays, a record for tuples.
    /// </summary>
    /// <exception cref="AbiException">The value does not fit.</exception>
    public T Get<T>(int index) => (T)AbiBinder.Convert(_values[index], typeof(T), NameOf(index));

    /// <summary>As <see cref="Get{T}(int)"/>, by name.</summary>
    /// <exception cref="AbiException">The value does not fit, or there is none.</exception>
    public T Get<T>(string name) => (T)AbiBinder.Convert(this[name], typeof(T), name);

    /// <summary>All the values as a record: each constructor parameter takes the value of its name, or, if none has a name, of its place.</summary>
    /// <exception cref="AbiException">A value is missing or does not fit.</exception>
    public T To<T>() => (T)AbiBinder.Convert(this, typeof(T), typeof(T).Name);

    /// <inheritdoc/>
    public IEnumerator<object> GetEnumerator() => ((IEnumerable<object>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();

    /// <summary>The values as <c>name: value</c>, bytes in hexadecimal.</summary>
    public override string ToString() =>
        string.Join(", ", _values.Select((value, i) => _parameters[i].Name is { Length: > 0 } name ? $"{name}: {Show(value)}" : Show(value)));

    internal int IndexOf(string name)
    {
        var sought = name.AsSpan().Trim('_');
        for (var i = 0; i < _parameters.Count; i++)
        {
            if (sought.Length > 0 && sought.Equals(_parameters[i].Name.AsSpan().Trim('_'), StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }

    private static string Show(object value) => value switch
    {
        byte[] { Length: > 64 } bytes => $"{Hex.Format(bytes.AsSpan(0, 64))}… ({bytes.Length} bytes)",
        byte[] bytes => Hex.Format(bytes),
        string text => $"\"{text}\"",
        object[] items => "[" + string.Join(", ", items.Select(Show)) + "]",
        AbiValues values => $"({values})",
        _ => value.ToString() ?? "",
    };

    private string NameOf(int index) => _parameters[index].Name is { Length: > 0 } name ? name : $"value {index}";
}
