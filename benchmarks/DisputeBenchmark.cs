using System.Diagnostics;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Sessions;
using Opml.Ethereum.Keys;

namespace Opml.Benchmarks;

/// <summary>Whole disputes, each on a local node of its own: time, and gas by stage.</summary>
internal static class DisputeBenchmark
{
    private const int Games = 5;

    public static async Task RunAsync()
    {
        var seconds = new List<double>();
        DisputeOutcome? last = null;
        for (int i = 0; i < Games; i++)
        {
            long start = Stopwatch.GetTimestamp();
            last = await PlayAsync().ConfigureAwait(false);
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        seconds.Sort();
        Measurement.Say($"a whole dispute, node and deployment included: {seconds[Games / 2]:0.00} s (of {Games}: {seconds[0]:0.00} to {seconds[^1]:0.00})");
        ulong game = last!.GasByStage.Where(pair => pair.Key is DisputeStage.Challenge or DisputeStage.Round or DisputeStage.Step).Aggregate(0UL, (sum, pair) => sum + pair.Value);
        Measurement.Say($"gas by stage: {string.Join(", ", last.GasByStage.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value:N0}")))}");
        Measurement.Say($"gas of the game alone, both sides, {last.Rounds} rounds: {game:N0}");
    }

    private static async Task<DisputeOutcome> PlayAsync()
    {
        string folder = Directory.CreateTempSubdirectory("opml-bench-").FullName;
        try
        {
            await using AnvilDevnet devnet = await AnvilDevnet.StartAsync().ConfigureAwait(false);
            using PrivateKey requester = devnet.Accounts[0].CreateKey();
            using PrivateKey proposer = devnet.Accounts[1].CreateKey();
            using PrivateKey challenger = devnet.Accounts[2].CreateKey();
            var options = new ChallengeOptions
            {
                RpcUrl = devnet.RpcUrl,
                Devnet = devnet,
                Requester = requester,
                Proposer = proposer,
                Challenger = challenger,
                Terms = Terms.Sized(1UL << 32, 100_000_000_000),
                ProposerFault = new Fault { Kind = FaultKind.Register },
                StateFolder = folder,
            };
            return await new ChallengeSession(options, Guest.Image, Guest.Model, Guest.Digit, _ => { }).RunAsync(default).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
