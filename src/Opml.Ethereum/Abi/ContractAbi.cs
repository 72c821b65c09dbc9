using System.Text.Json;

namespace Opml.Ethereum.Abi;

/// <summary>What a contract offers: the content of a JSON ABI (Contract ABI Specification, "JSON").</summary>
public sealed class ContractAbi
{
    private readonly Dictionary<Selector, AbiError> _errors = [];
    private readonly Dictionary<Hash32, AbiEvent> _events = [];

    /// <summary>An ABI from its pieces.</summary>
    public ContractAbi(
        IReadOnlyList<AbiParameter>? constructorInputs = null,
        IReadOnlyList<AbiFunction>? functions = null,
        IReadOnlyList<AbiEvent>? events = null,
        IReadOnlyList<AbiError>? errors = null)
    {
        ConstructorInputs = constructorInputs ?? [];
        Functions = functions ?? [];
        Events = events ?? [];
        Errors = errors ?? [];
        foreach (var error in Errors)
            _errors.TryAdd(error.Selector, error);
        foreach (var item in Events.Where(e => !e.Anonymous))
            _events.TryAdd(item.Topic, item);
    }

    /// <summary>The constructor's parameters; none when it has no constructor.</summary>
    public IReadOnlyList<AbiParameter> ConstructorInputs { get; }

    /// <summary>The functions, overloads each on their own.</summary>
    public IReadOnlyList<AbiFunction> Functions { get; }

    /// <summary>The events.</summary>
    public IReadOnlyList<AbiEvent> Events { get; }

    /// <summary>The custom errors.</summary>
    public IReadOnlyList<AbiError> Errors { get; }

    /// <summary>Reads a JSON ABI, the array that compilers write.</summary>
    /// <exception cref="AbiException">The text is no JSON ABI.</exception>
    public static ContractAbi Parse(string json)
    {
        try
        {
            using var document = StrictJson.Parse(json);
            return AbiJson.Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new AbiException($"The ABI is no valid JSON: {error.Message}", error);
        }
    }

    /// <summary>Reads an ABI from declarations, one each: <c>function f(uint256 a) returns (bytes)</c>, <c>event E(…)</c>, <c>error X(…)</c>, <c>constructor(…)</c>.</summary>
    /// <exception cref="AbiException">One is no declaration.</exception>
    public static ContractAbi FromDeclarations(params IReadOnlyList<string> declarations)
    {
        ILookup<string, string> byKind = declarations.ToLookup(d => d.TrimStart().Split(' ', '(')[0]);
        var unknown = byKind.FirstOrDefault(g => g.Key is not ("function" or "event" or "error" or "constructor"));
        if (unknown is not null)
            throw new AbiException($"'{unknown.First()}' begins with none of function, event, error and constructor.");

        return new ContractAbi(
            [.. byKind["constructor"].SelectMany(d => AbiTypeParser.ParseSignature(d).Parameters)],
            [.. byKind["function"].Select(AbiFunction.Parse)],
            [.. byKind["event"].Select(AbiEvent.Parse)],
            [.. byKind["error"].Select(AbiError.Parse)]);
    }

    /// <summary>
    /// The function of a name or a whole signature. Of overloads, the one with as many parameters as there are arguments.
    /// </summary>
    /// <exception cref="AbiException">There is none, or the name alone does not tell which.</exception>
    public AbiFunction Function(string nameOrSignature, int? argumentCount = null)
    {
        var named = Functions.Where(f => f.Name == nameOrSignature || f.Signature == nameOrSignature).ToArray();
        if (named.Length > 1 && argumentCount is { } count)
            named = [.. named.Where(f => f.Inputs.Count == count)];

        return named switch
        {
            [var only] => only,
            [] => throw new AbiException($"The contract has no function '{nameOrSignature}', only: {string.Join(", ", Functions.Select(f => f.Signature))}."),
            _ => throw new AbiException($"'{nameOrSignature}' is overloaded: name one of {string.Join(", ", named.Select(f => f.Signature))}."),
        };
    }

    /// <summary>The event of a name or a whole signature.</summary>
    /// <exception cref="AbiException">There is none, or more than one.</exception>
    public AbiEvent Event(string nameOrSignature) =>
        Events.Where(e => e.Name == nameOrSignature || e.Signature == nameOrSignature).ToArray() switch
        {
            [var only] => only,
            [] => throw new AbiException($"The contract has no event '{nameOrSignature}', only: {string.Join(", ", Events.Select(e => e.Signature))}."),
            var several => throw new AbiException($"'{nameOrSignature}' is overloaded: name one of {string.Join(", ", several.Select(e => e.Signature))}."),
        };

    /// <summary>The custom error of a selector, or null.</summary>
    public AbiError? FindError(Selector selector) => _errors.GetValueOrDefault(selector);

    /// <summary>Reads a log as one of the contract's events; null when it is none of them.</summary>
    /// <exception cref="AbiException">Its first topic is an event's, but the rest is no valid encoding.</exception>
    public DecodedEvent? DecodeLog(Log log) =>
        log.Topics is [var topic, ..] && _events.TryGetValue(topic, out var item) ? new DecodedEvent(item, item.Decode(log), log) : null;

    /// <summary>This ABI that knows the errors of other contracts too: those that it calls and whose reverts it passes on.</summary>
    public ContractAbi WithErrorsOf(params IEnumerable<ContractAbi> others) =>
        new(ConstructorInputs, Functions, Events, [.. Errors, .. others.SelectMany(o => o.Errors)]);
}
