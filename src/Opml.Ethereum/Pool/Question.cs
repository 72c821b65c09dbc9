using Opml.Ethereum.Rpc;

namespace Opml.Ethereum.Pool;

/// <summary>What a pool asks of its endpoints.</summary>
/// <param name="Name">What errors call it.</param>
/// <param name="Ask">Asks one endpoint. Raises a <see cref="LieException"/> where the answer cannot be true.</param>
internal sealed record Question<T>(string Name, Func<HttpEthereumClient, CancellationToken, Task<T>> Ask)
{
    /// <summary>The block that the answer takes: endpoints that are known to lack it are asked last.</summary>
    public ulong? Block { get; init; }

    /// <summary>Whether an answer says that the endpoint knows nothing, so that another may know more.</summary>
    public Func<T, bool> IsEmpty { get; init; } = static _ => false;

    /// <summary>After how many empty answers the question is answered.</summary>
    public int MostEmpty { get; init; } = int.MaxValue;

    /// <summary>Told each answer, and who gave it; raises an error where it is not to be taken.</summary>
    public Action<Endpoint, T>? Learn { get; init; }

    /// <summary>Endpoints that are not to be asked.</summary>
    public IReadOnlyCollection<Endpoint> Except { get; init; } = [];
}
