using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Devnet;
using Opml.Ethereum;
using Opml.Ethereum.Rpc;
using Opml.Mips.Trace;

namespace Opml.Soak;

/// <summary>What must hold at the end.</summary>
internal sealed class Verdict(Chain chain, HashSet<Address> honest, IReadOnlyDictionary<ulong, byte[]> inputs, BigInteger start)
{
    private readonly HttpEthereumClient _client = chain.Client;
    private readonly OpmlContract _contract = chain.Requester.Contract;

    /// <summary>What the accounts and the contract have, and what they paid for gas, in wei: the same at any time.</summary>
    public static async Task<BigInteger> TotalAsync(Chain chain)
    {
        BigInteger total = await chain.Client.GetBalanceAsync(chain.Requester.Contract.Address);
        foreach (DevnetAccount account in chain.Devnet.Accounts) total += await chain.Client.GetBalanceAsync(account.Address);
        foreach (TransactionReceipt receipt in await ReceiptsAsync(chain.Client)) total += receipt.Fee;
        return total;
    }

    /// <exception cref="SoakException">Something does not hold.</exception>
    public async Task GiveAsync(int kills, int faults, TimeSpan took)
    {
        IReadOnlyList<OpmlEvent> events = await _contract.GetEventsAsync(BlockTag.Earliest, BlockTag.Latest);
        int wrong = CheckResults(events);
        CheckBonds(events);
        (int transactions, int reverted) = await CheckEtherAsync();
        GameEnded[] ended = [.. events.OfType<GameEnded>()];
        Console.WriteLine(FormattableString.Invariant(
            $"soak: {inputs.Count} requests, {events.OfType<ResultPosted>().Count()} results, {wrong} wrong and struck out, {events.OfType<GameOpened>().Count()} games ({ended.Count(game => game.OnTime)} ended by the clock, {events.OfType<GameVoided>().Count()} void), {transactions} transactions ({reverted} reverted), {kills} kills, {faults} RPC faults, {took.TotalSeconds:0} s"));
    }

    /// <summary>Every final result is the true one, and every wrong one was struck out.</summary>
    private int CheckResults(IReadOnlyList<OpmlEvent> events)
    {
        HashSet<ulong> final = [.. events.OfType<ResultFinal>().Select(e => e.RequestId)];
        Require(final.SetEquals(inputs.Keys), "Not every request has a final result.");
        var live = new Dictionary<ulong, ResultPosted>();
        var truth = new Dictionary<ulong, byte[]>();
        int wrong = 0;
        foreach (OpmlEvent happened in events)
        {
            switch (happened)
            {
                case ResultPosted e:
                    live[e.RequestId] = e;
                    if (!IsTrue(e)) wrong++;
                    break;
                case ResultStruckOut e:
                    Require(!honest.Contains(e.Proposer), $"An honest result of request {e.RequestId} was struck out.");
                    live.Remove(e.RequestId);
                    break;
                case ResultFinal e:
                    Require(IsTrue(live[e.RequestId]), $"A wrong result of request {e.RequestId}, by {e.Proposer}, is final.");
                    break;
            }
        }
        return wrong;

        bool IsTrue(ResultPosted result)
        {
            if (!truth.TryGetValue(result.RequestId, out byte[]? witness))
            {
                using var trace = new ExecutionTrace(chain.Files.Load(inputs[result.RequestId], null), chain.Terms.StepLimit);
                truth[result.RequestId] = witness = trace.WitnessAt(trace.Length);
            }
            return witness.AsSpan().SequenceEqual(result.Witness);
        }
    }

    /// <summary>No honest account lost a game.</summary>
    private void CheckBonds(IReadOnlyList<OpmlEvent> events)
    {
        foreach (GameEnded ended in events.OfType<GameEnded>())
            Require(!honest.Contains(ended.Loser), $"The honest {ended.Loser} lost game {ended.Game}{(ended.OnTime ? " on the clock" : "")}.");
    }

    /// <summary>What the accounts and the contract have, and what was paid for gas, is what there was at the start.</summary>
    private async Task<(int Transactions, int Reverted)> CheckEtherAsync()
    {
        Require(await _client.GetBalanceAsync(_contract.Address) == await _contract.GetBurntAsync(), "The contract holds ether that is neither somebody's nor burnt.");
        BigInteger now = await TotalAsync(chain);
        Require(now == start, $"{start} wei were there at the start; accounts and contract have {now}, what was paid for gas included: {start - now} are missing.");
        IReadOnlyList<TransactionReceipt> receipts = await ReceiptsAsync(_client);
        return (receipts.Count, receipts.Count(receipt => !receipt.Succeeded));
    }

    private static async Task<IReadOnlyList<TransactionReceipt>> ReceiptsAsync(HttpEthereumClient client)
    {
        var receipts = new List<TransactionReceipt>();
        ulong head = await client.GetBlockNumberAsync();
        for (ulong number = 1; number <= head; number++)
            foreach (Hash32 hash in (await client.GetBlockAsync(number))!.TransactionHashes)
                receipts.Add((await client.GetReceiptAsync(hash))!);
        return receipts;
    }

    private static void Require(bool holds, string complaint)
    {
        if (!holds) throw new SoakException(complaint);
    }
}
