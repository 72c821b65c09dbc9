using Opml.Ethereum.Abi;

namespace Opml.Dispute.Contracts.Events;

/// <summary>Turns decoded logs into the event records of the same names.</summary>
internal static class EventReader
{
    private static readonly Dictionary<string, Func<AbiValues, OpmlEvent>> _readers = new()
    {
        [nameof(ModelRegistered)] = values => values.To<ModelRegistered>(),
        [nameof(RequestCreated)] = values => values.To<RequestCreated>(),
        [nameof(InputAdded)] = values => values.To<InputAdded>(),
        [nameof(RequestOpened)] = values => values.To<RequestOpened>(),
        [nameof(RequestCancelled)] = values => values.To<RequestCancelled>(),
        [nameof(ResultPosted)] = values => values.To<ResultPosted>(),
        [nameof(ResultFinal)] = values => values.To<ResultFinal>(),
        [nameof(ResultStruckOut)] = values => values.To<ResultStruckOut>(),
        [nameof(GameOpened)] = values => values.To<GameOpened>(),
        [nameof(HashesPosted)] = values => values.To<HashesPosted>(),
        [nameof(PartPicked)] = values => values.To<PartPicked>(),
        [nameof(StepProven)] = values => values.To<StepProven>(),
        [nameof(GameEnded)] = values => values.To<GameEnded>(),
        [nameof(GameVoided)] = values => values.To<GameVoided>(),
        [nameof(Withdrawn)] = values => values.To<Withdrawn>(),
    };

    public static IReadOnlyCollection<string> Names => _readers.Keys;

    public static IReadOnlyList<OpmlEvent> Read(IEnumerable<DecodedEvent> events) =>
        [.. events.Select(item => _readers[item.Name](item.Values) with { Log = item.Log })];
}
