using Opml.Dispute.Contracts;
using Opml.Dispute.Devnet;
using Opml.Dispute.Players;
using Opml.Dispute.Players.Faults;
using Opml.Dispute.Store;
using Opml.Dispute.Store.Sqlite;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Rpc;

namespace Opml.Soak;

/// <summary>A player with a fault, which plays on some of the requests.</summary>
internal static class Liar
{
    public static async Task PlayAsync(
        Chain chain, int seed, DevnetAccount account, bool proposes, Fault fault, double share, string folder, CancellationToken cancellationToken)
    {
        Address contractAddress = chain.Requester.Contract.Address;
        using HttpEthereumClient client = chain.Devnet.CreateClient();
        TransactionSender sender = await TransactionSender.CreateAsync(client, account.CreateKey(), cancellationToken: cancellationToken);
        using IPlayerStore store = SqlitePlayerStore.Open(Path.Join(folder, $"liar-{account.Index}.db"), new PlayerIdentity(sender.ChainId, contractAddress, account.Address));
        var seat = new OpmlAccount(new OpmlContract(client, contractAddress, ContractArtifacts.Load("MipsMachine").Abi), sender);
        int salt = account.Index;
        var options = new PlayerOptions
        {
            PollInterval = TimeSpan.FromMilliseconds(100),
            Fault = fault,
            Admits = (undertaking, _) => Task.FromResult(IsChosen(seed, undertaking.RequestId, salt, share) ? null : "not this one"),
            Log = message => File.AppendAllText(Path.Join(folder, $"liar-{salt}.log"), $"{DateTime.UtcNow:O} {message}{Environment.NewLine}"),
        };
        Player player = proposes ? new Proposer(seat, sender, store, [chain.Files], options) : new Challenger(seat, sender, store, [chain.Files], options);
        await player.RunAsync(cancellationToken);
    }

    /// <summary>The same for the same seed, whatever the order of things.</summary>
    private static bool IsChosen(int seed, ulong request, int salt, double share)
    {
        Hash32 dice = Keccak256.Hash([.. BitConverter.GetBytes(seed), .. BitConverter.GetBytes(request), .. BitConverter.GetBytes(salt)]);
        return BitConverter.ToUInt32(dice.ToArray()) < share * uint.MaxValue;
    }
}
