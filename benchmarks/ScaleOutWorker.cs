using System.Diagnostics;
using System.Text.Json;
using Opml.Dispute.Contracts;
using Opml.Dispute.Players;
using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;
using Opml.Postgres;

namespace Opml.Benchmarks;

/// <summary>A second life of this program: one of the processes whose throughput is measured. It ends with its input.</summary>
internal static class ScaleOutWorker
{
    private const string Variable = "OPML_BENCHMARK_WORKER";

    /// <summary>What the process is to do.</summary>
    /// <param name="ConnectionString">The database.</param>
    /// <param name="Schema">The schema in it.</param>
    /// <param name="Jobs">Without a chain: how many jobs there are for all processes together.</param>
    /// <param name="RpcUrl">The node, where there is a chain.</param>
    /// <param name="Contract">The Opml contract on it.</param>
    /// <param name="Key">A development key.</param>
    public sealed record Assignment(string ConnectionString, string Schema, int Jobs, string? RpcUrl = null, string? Contract = null, string? Key = null);

    /// <summary>Starts a process; it prints "ready", and begins when it is told to.</summary>
    public static Process Launch(Assignment task)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { [Variable] = JsonSerializer.Serialize(task) },
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(ScaleOutWorker).Assembly.Location);
        return Process.Start(start)!;
    }

    /// <summary>Works, if asked to.</summary>
    /// <returns>Whether that was the case.</returns>
    public static async Task<bool> WorkIfAskedAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } text) return false;
        Assignment task = JsonSerializer.Deserialize<Assignment>(text)!;
        using var ending = new CancellationTokenSource();
        try
        {
            await (task.RpcUrl is null ? DrainAsync(task, ending) : PlayAsync(task, ending)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Its owner has ended, or wants it to.
        }
        return true;
    }

    private static void WaitForGo(CancellationTokenSource ending)
    {
        Console.WriteLine("ready");
        if (Console.ReadLine() is null) ending.Cancel();
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            ending.Cancel();
        })
        { IsBackground = true }.Start();
    }

    /// <summary>Takes jobs from the queue, notes and settles a move for each, as a player does around a transaction, and prints how many it did.</summary>
    private static async Task DrainAsync(Assignment task, CancellationTokenSource ending)
    {
        var identity = new PlayerIdentity(1, new Address(new byte[20]), new Address(new byte[20]));
        var options = new PostgresStoreOptions { Schema = task.Schema };
        PostgresPlayerStore store = await PostgresPlayerStore.OpenAsync(task.ConnectionString, identity, options, ending.Token).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            WaitForGo(ending);
            var left = new SortedSet<int>(Enumerable.Range(0, task.Jobs));
            byte[] raw = new byte[500];
            int done = 0;
            while (left.Count > 0)
            {
                WorkItem[] due = [.. left.Take(50).Select(job => new WorkItem($"request {job}", (ulong)job, false))];
                IReadOnlySet<string> held = await store.Work.ClaimAsync(due, [], 4, ending.Token).ConfigureAwait(false);
                foreach (WorkItem item in due.Where(item => held.Contains(item.Subject)))
                {
                    var move = new SentMove(item.Subject, item.Deadline, new Hash32(new byte[32]), raw);
                    if (await store.Moves.NoteAsync(move, null, ending.Token).ConfigureAwait(false))
                    {
                        await store.Moves.SettleAsync(move, 1, ending.Token).ConfigureAwait(false);
                        done++;
                    }
                    left.Remove((int)item.Deadline);
                }
                if (held.Count > 0) continue;
                // All in sight are others': those that are done are passed over.
                foreach (WorkItem item in due)
                    if (await store.Moves.FindAsync(item.Subject, ending.Token).ConfigureAwait(false) is not null) left.Remove((int)item.Deadline);
            }
            Console.WriteLine(done);
        }
    }

    private static async Task PlayAsync(Assignment task, CancellationTokenSource ending)
    {
        using var client = new HttpEthereumClient(new Uri(task.RpcUrl!));
        using PrivateKey key = PrivateKey.Parse(task.Key!);
        ulong chain = await client.GetChainIdAsync(ending.Token).ConfigureAwait(false);
        var identity = new PlayerIdentity(chain, Address.Parse(task.Contract!), key.Address) { Role = "proposer" };
        PostgresPlayerStore store = await PostgresPlayerStore
            .OpenAsync(task.ConnectionString, identity, new PostgresStoreOptions { Schema = task.Schema }, ending.Token).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            var senderOptions = new TransactionSenderOptions { Nonces = store.Nonces, MaxPollInterval = TimeSpan.FromMilliseconds(100) };
            TransactionSender sender = await TransactionSender.CreateAsync(client, key, senderOptions, ending.Token).ConfigureAwait(false);
            var account = new OpmlAccount(new OpmlContract(client, identity.Contract), sender);
            var options = new PlayerOptions { PollInterval = TimeSpan.FromMilliseconds(100) };
            var player = new Proposer(account, sender, store, [Guest.Files], options);
            WaitForGo(ending);
            await player.RunAsync(ending.Token).ConfigureAwait(false);
        }
    }
}
