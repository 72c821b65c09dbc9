using System.Collections;
using Opml.Dispute.Sessions;

namespace Opml.PowerShell.Completers;

/// <summary>Completes a function's name to one of those of the contract that -Contract names.</summary>
internal sealed class FunctionCompleter : SuggestionCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<Suggestion> Suggest(IDictionary bound) =>
        BoundArguments.Value(bound, "Contract") is EthereumContract contract
            ? contract.Abi.Functions.Select(function => new Suggestion(function.Name, function.Name, function.Signature))
            : [];
}
