using System.Diagnostics;
using System.Globalization;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum;
using Opml.Node.Status;

namespace Opml.Soak;

/// <summary>How the load of one node grows with its games: a liar posts so many false results at once, and one validator plays them all.</summary>
internal static class LoadRun
{
    /// <summary>Measures 1, 10, 100 … games.</summary>
    /// <exception cref="SoakException">The node lost a game.</exception>
    public static async Task MeasureAsync(string folder, int most)
    {
        Console.WriteLine("| games | seconds | processor seconds of the node | memory, MiB | most at once | smallest clock left of 600 s |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        for (int count = 1; count <= most; count *= 10)
            Console.WriteLine(await MeasureOneAsync(Directory.CreateDirectory(Path.Join(folder, $"{count}")).FullName, count));
    }

    private static async Task<string> MeasureOneAsync(string folder, int count)
    {
        Terms terms = Terms.Sized(1 << 16, feeCeiling: 2_000_000_000, arity: 8) with { ChallengeWindow = 1200, Clock = 600 };
        await using Chain chain = await Chain.MakeAsync(folder, terms, 4);
        for (int i = 0; i < count; i++) await chain.RequestAsync([(byte)i, 1, 2, 3]);
        using var ending = new CancellationTokenSource();
        DevnetAccount account = chain.Devnet.Accounts[1];
        Task lying = Task.Run(() => Liar.PlayAsync(chain, 0, chain.Devnet.Accounts[2], true, new Fault { Kind = FaultKind.Register }, 1, folder, ending.Token));
        await UntilAsync(chain, events => events.OfType<ResultPosted>().Count() == count);

        await using var node = new NodeProcess(folder, 0, account, chain.Requester.Contract.Address, chain.ModelFolder, chain.Devnet.RpcUrl, new Random(1), isFaulty: false);
        Task mining = chain.MineAsync(ending.Token);
        var watch = Stopwatch.StartNew();
        node.Start();
        TimeSpan smallest = TimeSpan.FromSeconds(terms.Clock);
        int most = 0;
        long memory = 0;
        await UntilAsync(chain, events => events.OfType<GameEnded>().Count() == count, async () =>
        {
            memory = Math.Max(memory, node.Memory);
            if (await node.StatusAsync() is not { } status) return;
            most = Math.Max(most, status.Games.Length);
            if (status.SmallestClock is { } left && left < smallest) smallest = left;
        });
        watch.Stop();
        TimeSpan processor = node.Processor;
        await ending.CancelAsync();
        await Task.WhenAll(lying, mining).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        IReadOnlyList<OpmlEvent> events = await chain.Requester.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest);
        if (events.OfType<GameEnded>().Any(game => game.Winner != account.Address || game.OnTime)) throw new SoakException("The node lost a game, or won one by the clock.");
        return string.Create(CultureInfo.InvariantCulture, $"| {count} | {watch.Elapsed.TotalSeconds:0.0} | {processor.TotalSeconds:0.0} | {memory >> 20} | {most} | {smallest.TotalSeconds:0} s |");
    }

    private static async Task UntilAsync(Chain chain, Predicate<IReadOnlyList<OpmlEvent>> isThere, Func<Task>? look = null)
    {
        var watch = Stopwatch.StartNew();
        while (!isThere(await chain.Requester.Contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest)))
        {
            if (watch.Elapsed > TimeSpan.FromMinutes(15)) throw new SoakException("A quarter of an hour was not enough.");
            if (look is not null) await look();
            await Task.Delay(250);
        }
    }
}
