using System.Globalization;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Node.Configuration;
using Opml.Node.Status;

namespace Opml.Node.Hosting;

/// <summary>Warns of clocks that run low, of games that cannot be played, and of clocks that disagree.</summary>
internal sealed class ClockWatch(NodeLimits limits, ChainClock clock, WarningBoard warnings)
{
    public void Look(PlayerStatus? player)
    {
        if (player is null) return;
        var low = new HashSet<string>();
        var orphans = new HashSet<string>();
        foreach (PlayerGame game in player.Games.Where(game => game.Turn != Turn.Void))
        {
            string id = game.Id.ToString();
            if (game.Clock is null)
            {
                orphans.Add(id);
                warnings.Raise(NodeWarningKind.Files, id, $"game {id} is of a model that the node has no files for: give it back its files, or a bond will be lost");
            }
            else if (game.IsOwnClock && game.Deadline is { } deadline && deadline - clock.Now is var left && left < game.Clock * limits.SafetyMarginPercent / 100.0)
            {
                low.Add(id);
                warnings.Raise(NodeWarningKind.Clock, id, string.Create(CultureInfo.InvariantCulture, $"game {id} has {Math.Max(0, left):0} s left of its clock of {game.Clock} s, in round {game.Round}"));
            }
        }
        warnings.ClearExcept(NodeWarningKind.Clock, low);
        warnings.ClearExcept(NodeWarningKind.Files, orphans);
        if (clock.Skew.Duration() > limits.MaxClockSkew)
            warnings.Raise(NodeWarningKind.ClockSkew, "", string.Create(CultureInfo.InvariantCulture, $"this machine's clock is {clock.Skew.TotalSeconds:0} s ahead of the newest block's: set the clock, or look whether the endpoint is behind"));
        else
            warnings.Clear(NodeWarningKind.ClockSkew, "");
    }
}
