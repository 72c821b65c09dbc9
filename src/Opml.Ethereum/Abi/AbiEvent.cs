using System.Text;

namespace Opml.Ethereum.Abi;

/// <summary>An event of a contract.</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">The fields, indexed ones marked.</param>
/// <param name="Anonymous">Whether its logs lack the signature's topic.</param>
public sealed record AbiEvent(string Name, IReadOnlyList<AbiParameter> Inputs, bool Anonymous = false)
{
    private readonly IReadOnlyList<AbiParameter> _unindexed = [.. Inputs.Where(i => !i.Indexed)];

    /// <summary>The canonical signature.</summary>
    public string Signature { get; } = Name + AbiParameter.Join(Inputs);

    /// <summary>The first topic of its logs, unless it is anonymous: the Keccak-256 of the signature.</summary>
    public Hash32 Topic { get; } = Keccak256.Hash(Encoding.UTF8.GetBytes(Name + AbiParameter.Join(Inputs)));

    /// <summary>Reads a declaration: <c>Transfer(address indexed from, uint256 value)</c>, with or without <c>event</c> in front.</summary>
    /// <exception cref="AbiException">The text is no declaration.</exception>
    public static AbiEvent Parse(string declaration)
    {
        var text = declaration.Trim();
        var (name, inputs, rest) = AbiTypeParser.ParseSignature(
            text.StartsWith("event ", StringComparison.Ordinal) ? text["event ".Length..] : text);
        return rest is "" or "anonymous"
            ? new AbiEvent(name, inputs, rest == "anonymous")
            : throw new AbiException($"'{rest}' after the event '{name}' is not understood.");
    }

    /// <summary>
    /// The fields of a log in declared order. An indexed field of a type longer than a word is only there as
    /// its Keccak-256, a <see cref="Hash32"/> (Contract ABI Specification, "Events").
    /// </summary>
    /// <exception cref="AbiException">The log is of another event, or no valid encoding.</exception>
    public AbiValues Decode(Log log)
    {
        var skipped = Anonymous ? 0 : 1;
        if (!Anonymous && (log.Topics.Count == 0 || log.Topics[0] != Topic))
            throw new AbiException($"The log is not of the event {Signature}: its first topic is another.");
        if (log.Topics.Count != skipped + Inputs.Count - _unindexed.Count)
            throw new AbiException($"The log has {log.Topics.Count} topics, and {Signature} has {skipped + Inputs.Count - _unindexed.Count}: are other fields indexed?");

        var data = AbiDecoder.Decode(_unindexed, log.Data);
        var values = new object[Inputs.Count];
        var (topic, unindexed) = (skipped, 0);
        for (var i = 0; i < values.Length; i++)
            values[i] = Inputs[i].Indexed ? DecodeTopic(Inputs[i], log.Topics[topic++]) : data[unindexed++];
        return new AbiValues(Inputs, values);
    }

    /// <summary>
    /// The topics that find logs of this event with these values in its indexed fields, in their order; null matches anything.
    /// Fewer values than fields leave the last ones open.
    /// </summary>
    /// <exception cref="AbiException">There are too many values, or one does not fit.</exception>
    public IReadOnlyList<IReadOnlyList<Hash32>?> EncodeTopics(params IReadOnlyList<object?> indexed)
    {
        var fields = Inputs.Where(i => i.Indexed).ToArray();
        if (indexed.Count > fields.Length)
            throw new AbiException($"{indexed.Count} values are given for the {fields.Length} indexed fields of {Signature}.");

        List<IReadOnlyList<Hash32>?> topics = Anonymous ? [] : [[Topic]];
        for (var i = 0; i < indexed.Count; i++)
            topics.Add(indexed[i] is null ? null : [EncodeTopic(fields[i], indexed[i]!)]);
        return topics;
    }

    private static bool IsHashed(AbiType type) =>
        type.Kind is AbiKind.Bytes or AbiKind.String or AbiKind.Array or AbiKind.FixedArray or AbiKind.Tuple;

    private static object DecodeTopic(AbiParameter field, Hash32 topic) =>
        IsHashed(field.Type) ? topic : AbiDecoder.Decode([field], topic.ToArray())[0];

    private static Hash32 EncodeTopic(AbiParameter field, object value) => field.Type.Kind switch
    {
        _ when value is Hash32 hash && IsHashed(field.Type) => hash,
        AbiKind.String => Keccak256.Hash(Encoding.UTF8.GetBytes(AbiArgument.Text(value, field.Type, field.Name))),
        AbiKind.Bytes => Keccak256.Hash(AbiArgument.Bytes(value, field.Type, field.Name).Span),
        _ when IsHashed(field.Type) => throw new AbiException($"Pass the hash of '{field.Name}', a {field.Type.Name}, to look for it."),
        _ => new Hash32(AbiEncoder.Encode([field], [value], [])),
    };
}
