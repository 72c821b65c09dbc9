using Opml.Ethereum.Abi;

namespace Opml.Dispute.Contracts.Oracle.Events;

/// <summary>Turns decoded logs into the event records of the same names.</summary>
internal static class OracleEventReader
{
    private static readonly Dictionary<string, Func<AbiValues, OracleEvent>> _readers = new()
    {
        [nameof(AICallbackRequest)] = values => values.To<AICallbackRequest>(),
        [nameof(AICallbackResult)] = values => values.To<AICallbackResult>(),
        [nameof(AICallbackError)] = values => values.To<AICallbackError>(),
        [nameof(Delivered)] = values => values.To<Delivered>(),
        [nameof(TakenBack)] = values => values.To<TakenBack>(),
        [nameof(ModelListed)] = values => values.To<ModelListed>(),
        [nameof(ListingChanged)] = values => values.To<ListingChanged>(),
        ["Withdrawn"] = values => values.To<OracleWithdrawn>(),
    };

    public static IReadOnlyCollection<string> Names => _readers.Keys;

    public static IReadOnlyList<OracleEvent> Read(IEnumerable<DecodedEvent> events) =>
        [.. events.Select(item => _readers[item.Name](item.Values) with { Log = item.Log })];
}
