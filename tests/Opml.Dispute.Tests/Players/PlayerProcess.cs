using System.Diagnostics;
using System.Text.Json;
using Opml.Dispute.Contracts;
using Opml.Dispute.Players;
using Opml.Dispute.Store;
using Opml.Dispute.Store.Sqlite;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Keys;
using Opml.Ethereum.Rpc;

namespace Opml.Dispute.Tests.Players;

/// <summary>
/// A second life of this test program: with an environment variable set it is a player, which kills itself (SIGKILL, where
/// there are signals) just before or just after it hands in its next transaction.
/// </summary>
internal static class PlayerProcess
{
    private const string Variable = "OPML_TEST_PLAYER";

    /// <summary>What the player is to be.</summary>
    /// <param name="Role">Proposer or Challenger.</param>
    /// <param name="RpcUrl">The node.</param>
    /// <param name="Contract">The Opml contract.</param>
    /// <param name="Key">A development key.</param>
    /// <param name="StorePath">The player's file.</param>
    /// <param name="Guest">The program, by file name.</param>
    /// <param name="KillsBefore">Whether the next transaction is never handed in; else it is, and its receipt never seen.</param>
    public sealed record Seat(string Role, string RpcUrl, string Contract, string Key, string StorePath, string Guest, bool KillsBefore);

    public static Process Launch(Seat seat)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
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
        if (Environment.GetEnvironmentVariable(Variable) is not { } text)
            return false;

        // Ends with its owner, whose end closes this input.
        new Thread(() =>
        {
            Console.In.ReadToEnd();
            Environment.Exit(0);
        })
        { IsBackground = true }.Start();
        Seat seat = JsonSerializer.Deserialize<Seat>(text)!;
        await PlayAsync(seat);
        return true;
    }

    private static async Task PlayAsync(Seat seat)
    {
        using var node = new HttpEthereumClient(new Uri(seat.RpcUrl));
        var client = new WatchedClient(node) { OnSend = send => DieAsync(send, seat.KillsBefore) };
        using PrivateKey key = PrivateKey.Parse(seat.Key);
        TransactionSender sender = await TransactionSender.CreateAsync(client, key);
        var contract = new OpmlContract(client, Address.Parse(seat.Contract), ContractArtifacts.Load("MipsMachine").Abi);
        using SqlitePlayerStore store = SqlitePlayerStore.Open(seat.StorePath, new PlayerIdentity(sender.ChainId, contract.Address, sender.Address));
        var account = new OpmlAccount(contract, sender);
        ModelFiles[] files = [Table.LoadFiles(seat.Guest, Table.ModelBytes)];
        var options = new PlayerOptions { PollInterval = TimeSpan.FromMilliseconds(10), Log = Console.Error.WriteLine };
        Player player = seat.Role == nameof(Proposer)
            ? new Proposer(account, sender, store, files, options)
            : new Challenger(account, sender, store, files, options);
        await player.RunAsync(CancellationToken.None);
    }

    private static async Task<Hash32> DieAsync(Func<Task<Hash32>> send, bool before)
    {
        if (!before) await send();
        Process.GetCurrentProcess().Kill();
        await Task.Delay(Timeout.Infinite);
        throw new UnreachableException();
    }
}
