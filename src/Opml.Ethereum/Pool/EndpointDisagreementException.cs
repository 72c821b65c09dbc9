namespace Opml.Ethereum.Pool;

/// <summary>Endpoints contradict each other, and it cannot be told which one is right: nothing is believed.</summary>
public sealed class EndpointDisagreementException : EthereumException
{
    internal EndpointDisagreementException(string question, IEnumerable<string> nodes)
        : base($"The endpoints {string.Join(" and ", nodes)} contradict each other in {question}. Nothing was believed: wait, if the chain is being "
            + "reorganised; else name a further endpoint, so that one can be outvoted, or leave out the wrong one.")
    {
    }
}
