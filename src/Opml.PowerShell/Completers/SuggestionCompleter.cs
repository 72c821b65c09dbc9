using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Opml.Ethereum;
using Opml.Mips.Image;
using Opml.Models;

namespace Opml.PowerShell.Completers;

/// <summary>Completes an argument from a list; where the list cannot be had, there is nothing to choose and no error.</summary>
internal abstract class SuggestionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return Available(fakeBoundParameters)
            .Where(suggestion => suggestion.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                || suggestion.Label.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static suggestion => new CompletionResult(suggestion.Text, suggestion.Label, CompletionResultType.ParameterValue, suggestion.Tip));
    }

    /// <summary>All there is to choose from, given the arguments that the command line has so far.</summary>
    protected abstract IEnumerable<Suggestion> Suggest(IDictionary bound);

    private IReadOnlyList<Suggestion> Available(IDictionary bound)
    {
        try
        {
            return [.. Suggest(bound)];
        }
        catch (Exception exception) when (exception is EthereumException or OperationCanceledException or HttpRequestException or InvalidOperationException
            or IOException or UnauthorizedAccessException or MipsImageException or ModelFormatException or RuntimeException or ArgumentException)
        {
            return [];
        }
    }
}
