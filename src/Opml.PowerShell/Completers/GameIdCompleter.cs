using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Sessions;

namespace Opml.PowerShell.Completers;

/// <summary>Completes a game to one of the last ones, the newest first.</summary>
internal sealed class GameIdCompleter : ChainCompleter
{
    private const int Most = 20;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<Suggestion>> ReadAsync(OpmlDeployment deployment, OpmlContract contract, CancellationToken cancellationToken)
    {
        IReadOnlyList<GameOpened> games = await contract.GetGamesOpenedAsync(null, deployment.Block, cancellationToken).ConfigureAwait(false);
        return [.. games.Reverse().Take(Most).Select(game => new Suggestion($"{game.Game}", $"{game.Game}", $"opened by {game.Challenger}, {game.Segment.Size} steps"))];
    }
}
