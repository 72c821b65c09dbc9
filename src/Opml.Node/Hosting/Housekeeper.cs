using Microsoft.Extensions.Logging;
using Opml.Ethereum;
using Opml.Node.Logging;
using Opml.Node.Models;
using Opml.Node.Status;

namespace Opml.Node.Hosting;

/// <summary>What a node does beside playing: it watches the clocks every second, and now and then looks at balances and models.</summary>
/// <param name="interval">The pause between two looks at balances and models.</param>
/// <param name="board">Where what it sees is noted.</param>
/// <param name="watch">Watches the clocks.</param>
/// <param name="warnings">Those that last only for a while end here.</param>
/// <param name="catalog">The models.</param>
/// <param name="log">Told what fails.</param>
internal sealed class Housekeeper(TimeSpan interval, NodeBoard board, ClockWatch watch, WarningBoard warnings, ModelCatalog catalog, ILogger log)
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    /// <summary>Called every second.</summary>
    public required Action Beat { get; init; }

    /// <summary>Called when there are other models than before.</summary>
    public required Action ModelsChanged { get; init; }

    /// <summary>Keeps house until cancelled.</summary>
    public async Task RunAsync(Seat seat, CancellationToken cancellationToken)
    {
        long next = 0;
        Task round = Task.CompletedTask;
        try
        {
            while (true)
            {
                Beat();
                watch.Look(board.Player);
                warnings.Expire();
                if (round.IsCompleted && Environment.TickCount64 >= next)
                {
                    await round.ConfigureAwait(false); // what it did not foresee ends the node
                    next = Environment.TickCount64 + (long)interval.TotalMilliseconds;
                    // Beside the clocks: an endpoint that does not answer, or a large model, must not keep the node from watching them.
                    round = Task.Run(() => LookRoundAsync(seat, cancellationToken), cancellationToken);
                }
                await Task.Delay(s_beat < interval ? s_beat : interval, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await round.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookRoundAsync(Seat seat, CancellationToken cancellationToken)
    {
        try
        {
            Address own = seat.Account.Address;
            board.SetEther(
                await seat.Client.GetBalanceAsync(own, BlockTag.Latest, cancellationToken).ConfigureAwait(false),
                await seat.Account.Contract.GetAccountAsync(own, cancellationToken).ConfigureAwait(false));
            bool isAtStake = board.Player is not { GasReserved: 0, Games.IsEmpty: true };
            if (catalog.Refresh(isAtStake, cancellationToken)) ModelsChanged();
        }
        catch (Exception exception) when (exception is EthereumException or IOException or UnauthorizedAccessException)
        {
            log.HousekeepingFailed(exception.Message);
        }
    }
}
