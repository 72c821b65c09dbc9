using System.Diagnostics;
using System.Globalization;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Contracts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;
using Opml.Postgres.Tests;

namespace Opml.Benchmarks;

/// <summary>
/// Throughput of 1, 2 and 4 processes that are one proposer, on a PostgreSQL server and a node of this machine: with blocks made at once,
/// where processors are what is short; with a block a second, where waiting is what takes long; and of the queue alone.
/// </summary>
internal static class ScaleOutBenchmark
{
    private const int Jobs = 2000;

    private static readonly int[] s_processes = [1, 2, 4];

    public static async Task RunAsync()
    {
        if (PostgresServer.WhyNot is { } reason)
        {
            Measurement.Say($"scale-out: not measured. {reason}");
            return;
        }
        PostgresServer server = await PostgresServer.StartAsync(isDurable: true).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            foreach (int count in s_processes) await DrainAsync(server.ConnectionString, count).ConfigureAwait(false);
            foreach (int count in s_processes) await PlayAsync(server.ConnectionString, count, null, 60).ConfigureAwait(false);
            foreach (int count in s_processes) await PlayAsync(server.ConnectionString, count, TimeSpan.FromSeconds(1), 40).ConfigureAwait(false);
        }
    }

    private static async Task DrainAsync(string database, int count)
    {
        Process[] workers = [.. Enumerable.Range(0, count).Select(_ => ScaleOutWorker.Launch(new(database, $"drain_{count}", Jobs)))];
        long start = await BeginAsync(workers).ConfigureAwait(false);
        int[] done = await Task.WhenAll(workers.Select(async worker => int.Parse(
            await worker.StandardOutput.ReadLineAsync().ConfigureAwait(false) ?? "0", CultureInfo.InvariantCulture))).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await EndAsync(workers).ConfigureAwait(false);
        if (done.Sum() != Jobs) throw new InvalidOperationException($"{done.Sum()} of {Jobs} jobs were done.");
        Measurement.Say($"the queue alone, {count} processes: {Jobs / seconds,8:0} jobs a second, each claimed, noted and settled on disk (shares {string.Join(", ", done)})");
    }

    private static async Task PlayAsync(string database, int count, TimeSpan? blockTime, int requests)
    {
        AnvilDevnet devnet = await AnvilDevnet.StartAsync(new DevnetOptions { BlockTime = blockTime }).ConfigureAwait(false);
        await using (devnet.ConfigureAwait(false))
        {
            using HttpEthereumClient client = devnet.CreateClient();
            using PrivateKey key = devnet.Accounts[0].CreateKey();
            OpmlContract contract = await PublishAsync(client, key, requests).ConfigureAwait(false);
            string schema = string.Create(CultureInfo.InvariantCulture, $"play_{count}_{blockTime?.TotalSeconds ?? 0}");
            var task = new ScaleOutWorker.Assignment(database, schema, 0, devnet.RpcUrl.ToString(), contract.Address.ToString(), devnet.Accounts[1].KeyDigits);
            Process[] workers = [.. Enumerable.Range(0, count).Select(_ => ScaleOutWorker.Launch(task))];
            long start = await BeginAsync(workers).ConfigureAwait(false);
            int posted = 0;
            while (posted < requests)
            {
                await Task.Delay(50).ConfigureAwait(false);
                IReadOnlyList<OpmlEvent> events = await contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest).ConfigureAwait(false);
                posted = events.OfType<ResultPosted>().Count();
            }
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            await EndAsync(workers).ConfigureAwait(false);
            string blocks = blockTime is { } time ? $"a block every {time.TotalSeconds:0} s" : "a block a transaction";
            Measurement.Say($"{requests} requests, {blocks}, {count} processes: {60 * requests / seconds,8:0} requests a minute");
        }
    }

    private static async Task<OpmlContract> PublishAsync(HttpEthereumClient client, PrivateKey key, int requests)
    {
        // The requests are sent one behind the other, and only the last one's receipt is waited for.
        using TransactionSender sender = await TransactionSender.CreateAsync(client, key).ConfigureAwait(false);
        ContractArtifact machine = ContractArtifacts.Load("MipsMachine");
        DeployedContract deployed = await Contract.DeployAsync(sender, machine).ConfigureAwait(false);
        OpmlContract contract = (await OpmlContract.DeployAsync(sender, deployed.Contract.Address, machine.Abi).ConfigureAwait(false)).Value;
        var account = new OpmlAccount(contract, sender);
        Terms terms = Terms.Sized(1UL << 32, 100_000_000_000);
        Hash32 model = (await account.RegisterModelAsync(Guest.Files.On(terms), Guest.Files.GoldenProof).ConfigureAwait(false)).Value;
        await Task.WhenAll(Enumerable.Range(0, requests).Select(_ => account.RequestAsync(model, Guest.Digit, terms.Fee))).ConfigureAwait(false);
        return contract;
    }

    private static async Task<long> BeginAsync(Process[] workers)
    {
        foreach (Process worker in workers)
            if (await worker.StandardOutput.ReadLineAsync().ConfigureAwait(false) != "ready") throw new InvalidOperationException("A worker did not start.");
        long start = Stopwatch.GetTimestamp();
        foreach (Process worker in workers)
        {
            await worker.StandardInput.WriteLineAsync("go").ConfigureAwait(false);
            await worker.StandardInput.FlushAsync().ConfigureAwait(false);
        }
        return start;
    }

    private static async Task EndAsync(Process[] workers)
    {
        foreach (Process worker in workers)
        {
            worker.StandardInput.Close();
            await worker.WaitForExitAsync().ConfigureAwait(false);
            worker.Dispose();
        }
    }
}
