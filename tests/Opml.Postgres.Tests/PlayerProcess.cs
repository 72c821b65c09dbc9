using System.Diagnostics;
using System.Text.Json;
using Opml.Dispute.Contracts;
using Opml.Dispute.Players;
using Opml.Dispute.Store;
using Opml.Dispute.Tests.Players;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;

namespace Opml.Postgres.Tests;

/// <summary>
/// A second life of this program: with an environment variable set it is one process of a player that others are too. It plays until
/// its input ends or it is killed, and prints what it does.
/// </summary>
internal static class PlayerProcess
{
    private const string Variable = "OPML_TEST_PLAYER";

    /// <summary>What the process is to be.</summary>
    /// <param name="Role">Proposer or Challenger.</param>
    /// <param name="RpcUrl">The node.</param>
    /// <param name="Contract">The Opml contract.</param>
    /// <param name="Key">A development key.</param>
    /// <param name="ConnectionString">The database.</param>
    /// <param name="Schema">The schema in it.</param>
    /// <param name="LeaseSeconds">How long it holds its work without a sign of life.</param>
    /// <param name="Guest">The program, by file name.</param>
    /// <param name="Death">When it kills itself.</param>
    public sealed record Seat(string Role, string RpcUrl, string Contract, string Key, string ConnectionString, string Schema, int LeaseSeconds, string Guest, Death Death = Death.None);

    /// <summary>When a process kills itself (SIGKILL).</summary>
    public enum Death
    {
        None,

        /// <summary>Its first transaction is signed and never handed in.</summary>
        BeforeHandIn,

        /// <summary>Its first transaction is handed in, and its receipt never seen.</summary>
        AfterHandIn,
    }

    public static Process Launch(Seat seat)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { [Variable] = JsonSerializer.Serialize(seat) },
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(PlayerProcess).Assembly.Location);
        return Process.Start(start)!;
    }

    /// <summary>Plays, if asked to.</summary>
    /// <returns>Whether that was the case.</returns>
    public static async Task<bool> PlayIfAskedAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } text) return false;
        using var ending = new CancellationTokenSource();
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            ending.Cancel();
        })
        { IsBackground = true }.Start();
        try
        {
            await PlayAsync(JsonSerializer.Deserialize<Seat>(text)!, ending.Token);
        }
        catch (OperationCanceledException)
        {
            // Its owner has ended, or wants it to.
        }
        return true;
    }

    private static async Task PlayAsync(Seat seat, CancellationToken cancellationToken)
    {
        using var node = new HttpEthereumClient(new Uri(seat.RpcUrl));
        var client = new WatchedClient(node);
        if (seat.Death != Death.None) client.OnSend = send => DieAsync(send, seat.Death);
        using PrivateKey key = PrivateKey.Parse(seat.Key);
        ulong chain = await client.GetChainIdAsync(cancellationToken);
        var identity = new PlayerIdentity(chain, Address.Parse(seat.Contract), key.Address) { Role = seat.Role };
        var storeOptions = new PostgresStoreOptions { Schema = seat.Schema, Lease = TimeSpan.FromSeconds(seat.LeaseSeconds) };
        await using PostgresPlayerStore store = await PostgresPlayerStore.OpenAsync(seat.ConnectionString, identity, storeOptions, cancellationToken);
        var senderOptions = new TransactionSenderOptions { Nonces = store.Nonces, MaxPollInterval = TimeSpan.FromMilliseconds(100) };
        TransactionSender sender = await TransactionSender.CreateAsync(client, key, senderOptions, cancellationToken);
        var account = new OpmlAccount(new OpmlContract(client, identity.Contract, ContractArtifacts.Load("MipsMachine").Abi), sender);
        ModelFiles[] files = [Table.LoadFiles(seat.Guest, Table.ModelBytes)];
        var options = new PlayerOptions { PollInterval = TimeSpan.FromMilliseconds(50), Log = Console.WriteLine };
        Player player = seat.Role == nameof(Proposer)
            ? new Proposer(account, sender, store, files, options)
            : new Challenger(account, sender, store, files, options);
        Console.WriteLine("ready");
        await player.RunAsync(cancellationToken);
    }

    private static async Task<Hash32> DieAsync(Func<Task<Hash32>> send, Death death)
    {
        if (death == Death.AfterHandIn) await send();
        Process.GetCurrentProcess().Kill();
        await Task.Delay(Timeout.Infinite);
        throw new UnreachableException();
    }
}
