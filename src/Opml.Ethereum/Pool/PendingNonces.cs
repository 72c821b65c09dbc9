using System.Collections.Concurrent;
using Opml.Ethereum.Transactions;

namespace Opml.Ethereum.Pool;

/// <summary>
/// What several endpoints' counts of an account's transactions come to, pending ones included. An honest one may not have heard of a
/// transaction yet; a lying one may name what it likes, and a sender that believed a number far too high would wait for ever.
/// What was handed in through this pool settles it: so far may a single endpoint be believed.
/// </summary>
internal sealed class PendingNonces
{
    /// <summary>How far beyond what is known of an account a single endpoint is believed: geth keeps 16 waiting transactions of one for certain.</summary>
    public const ulong MostWaiting = 16;

    private readonly ConcurrentDictionary<Address, ulong> _next = new();

    /// <summary>The nonce behind the last transaction of the account that was handed in here; 0 where there is none.</summary>
    public ulong NextOf(Address account) => _next.GetValueOrDefault(account);

    /// <summary>How many are most of so many endpoints.</summary>
    public static int MostOf(int endpoints) => endpoints / 2 + 1;

    /// <summary>A node has taken the transaction.</summary>
    public void Note(ReadOnlyMemory<byte> signedTransaction)
    {
        SignedTransaction signed;
        try
        {
            signed = SignedTransaction.Decode(signedTransaction);
        }
        catch (EthereumException)
        {
            return; // of a kind that this client does not make
        }

        var next = signed.Transaction.Nonce + 1;
        _next.AddOrUpdate(signed.Sender, next, (_, known) => Math.Max(known, next));
    }

    /// <summary>The next nonce.</summary>
    /// <param name="answers">What endpoints said, one or more.</param>
    /// <param name="endpoints">How many endpoints there are.</param>
    /// <param name="own">What <see cref="NextOf"/> says.</param>
    /// <returns>
    /// Where most of three or more endpoints answered, what most of them count at least; more only as far as one of them counts and this pool has
    /// handed in. Else the highest answer that is not far beyond the lowest and what was handed in. Null where one of three or more answers, and
    /// names a nonce far beyond that.
    /// </returns>
    public static ulong? Choose(IEnumerable<ulong> answers, int endpoints, ulong own)
    {
        ulong[] falling = [.. answers.OrderDescending()];
        if (endpoints > 2 && falling.Length >= MostOf(endpoints))
            return Math.Max(falling[MostOf(endpoints) - 1], Math.Min(falling[0], own));
        if (endpoints > 2 && falling.Length == 1 && own > 0 && falling[0] > own + MostWaiting)
            return null;
        var limit = Math.Max(own, falling[^1]) + MostWaiting;
        return falling.First(answer => answer <= limit);
    }
}
