using System.Management.Automation;
using Opml.Dispute.Contracts;
using Opml.Dispute.Sessions;
using Opml.Ethereum;
using Opml.PowerShell.Completers;
using Opml.PowerShell.Conversion;

namespace Opml.PowerShell.Commands;

/// <summary>Lists games: whose turn it is, what is disputed, and what the clocks have left.</summary>
[Cmdlet(VerbsCommon.Get, "OpmlChallenge")]
[OutputType(typeof(OpmlChallenge))]
public sealed class GetOpmlChallengeCommand : ChainCmdlet
{
    /// <summary>The request whose results are challenged; all unless given.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public ulong? RequestId { get; set; }

    /// <summary>One game, as request.attempt.number.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GameIdCompleter))]
    [ValidatePattern(@"^\d+\.\d+\.\d+$")]
    public string? Game { get; set; }

    /// <summary>Who opened it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AddressCompleter))]
    [AddressArgument]
    public Address? Challenger { get; set; }

    /// <summary>Only games that have not ended.</summary>
    [Parameter]
    public SwitchParameter Open { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Game ?? (object)Deployment, () =>
    {
        GameId? one = Game is null ? null : GameId.Parse(Game);
        WithContract(async (contract, token) =>
        {
            bool found = false;
            await foreach (OpmlChallenge game in OpmlChallenge.ReadAsync(Deployment, contract, one?.Request ?? RequestId, token).ConfigureAwait(false))
            {
                if (one is { } wanted && game.Game != wanted) continue;
                if (Challenger is { } opener && game.Challenger != opener) continue;
                found = true;
                if (!Open || game.IsOpen) Post(() => WriteObject(game));
            }
            if (one is not null && !found) throw new NotOnChainException($"There is no game {one} at {Deployment.Contract}.");
        });
    });
}
