using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Sessions;

namespace Opml.Dispute.Reports;

/// <summary>One dispute's events, sorted by what they tell.</summary>
internal sealed class DisputeStory
{
    /// <summary>Takes the events of one dispute; of several games on one result, those of the one that ended last.</summary>
    /// <exception cref="ArgumentException">There is no result among them.</exception>
    public DisputeStory(IEnumerable<DisputeEvent> events)
    {
        DisputeEvent[] all = [.. events];
        Result = all.OfType<PostedResult>().LastOrDefault()
            ?? throw new ArgumentException("These stages have no posted result, so there is nothing to report: give all that Start-OpmlChallenge returned.");
        Outcome = all.OfType<DisputeOutcome>().LastOrDefault();
        GameId? game = Outcome?.Game ?? all.OfType<OpenedChallenge>().LastOrDefault()?.Game;
        Events = [.. all.Where(happened => GameOf(happened) is not { } other || other == game)];
        Deployment = Result.Deployment;
        Model = Events.OfType<RegisteredModel>().LastOrDefault()?.Registration;
        ModelId = Events.OfType<RegisteredModel>().LastOrDefault()?.ModelId.ToString();
        Request = Events.OfType<InferenceRequest>().LastOrDefault();
        Opened = Events.OfType<OpenedChallenge>().LastOrDefault();
        Rounds = [.. Events.OfType<DisputeRound>()];
        Step = Events.OfType<ArbitratedStep>().LastOrDefault();
        Final = Events.OfType<FinalResult>().LastOrDefault();
    }

    public IReadOnlyList<DisputeEvent> Events { get; }

    public OpmlDeployment Deployment { get; }

    public string? ModelId { get; }

    public Model? Model { get; }

    public InferenceRequest? Request { get; }

    public PostedResult Result { get; }

    public OpenedChallenge? Opened { get; }

    public IReadOnlyList<DisputeRound> Rounds { get; }

    public ArbitratedStep? Step { get; }

    public FinalResult? Final { get; }

    public DisputeOutcome? Outcome { get; }

    public BigInteger Gas => Events.Aggregate(BigInteger.Zero, (sum, happened) => sum + happened.Gas);

    /// <summary>Every transaction with the stage that it belongs to, in their order.</summary>
    public IEnumerable<(DisputeStage Stage, string Hash, MinedTransaction? Mined)> Transactions
    {
        get
        {
            var known = new HashSet<string>();
            foreach (DisputeEvent happened in Events)
            {
                Dictionary<string, MinedTransaction> mined = happened.Mined.DistinctBy(one => one.Hash).ToDictionary(one => one.Hash.ToString());
                foreach (string hash in happened.Transactions.Select(hash => hash.ToString()))
                    if (known.Add(hash)) yield return (happened.Stage, hash, mined.GetValueOrDefault(hash));
            }
        }
    }

    /// <summary>What an account is in this dispute.</summary>
    public string RoleOf(Ethereum.Address account) =>
        account == Result.Proposer ? "proposer" : account == Opened?.Challenger ? "challenger" : account == Request?.Requester ? "requester" : "";

    private static GameId? GameOf(DisputeEvent happened) => happened switch
    {
        OpenedChallenge e => e.Game,
        DisputeRound e => e.Game,
        ArbitratedStep e => e.Game,
        DisputeOutcome e => e.Game,
        _ => null,
    };
}
