using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Contracts.Oracle.Events;
using Opml.Dispute.Tests.Contracts;
using Opml.Dispute.Tests.Devnet;
using Opml.Ethereum.Abi;

namespace Opml.Dispute.Tests.Oracle;

/// <summary>Whatever is done in whatever order, no wei is lost or made, and no result comes twice.</summary>
public sealed class ConservationTests(DevnetFixture fixture) : IClassFixture<DevnetFixture>
{
    private const int Moves = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_moves_conserve_ether_and_deliver_each_result_once(int seed)
    {
        var random = new Random(seed);
        await using var world = await OracleScene.CreateAsync(fixture);
        var reader = await world.DeployAsync("ToyReader");
        var pests = new[] { await world.DeployAsync("ToyPest", 0), await world.DeployAsync("ToyPest", 4), await world.DeployAsync("ToyPest", 5) };
        var lies = new Dictionary<ulong, ToyRun>();
        var made = new List<Delivered>();
        ulong count = 0;
        for (var move = 0; move < Moves; move++)
        {
            var id = count == 0 ? 1 : 1 + (ulong)random.NextInt64((long)count);
            var closed = random.Next(2) == 0;
            try
            {
                switch (count == 0 ? 0 : random.Next(12))
                {
                    case 0 or 1:
                        count = await world.RequestAsync(random.Next(3) == 0 ? null : reader, random.Next(2) == 0);
                        break;
                    case 2:
                        count = await world.AskAsync(pests[random.Next(pests.Length)], random.Next(2) == 0);
                        break;
                    case 3 or 4:
                        lies.Remove(id);
                        await world.PostAsync(id);
                        break;
                    case 5:
                        await world.PostAsync(id, world.Lie());
                        lies[id] = world.Lie();
                        break;
                    case 6 when lies.TryGetValue(id, out var lie):
                        world.Scene.UseRequest(id);
                        await world.StrikeOutAsync(lie);
                        break;
                    case 7:
                        await world.Scene.AdvanceAsync((uint)random.Next(1, 4000));
                        break;
                    case 8:
                        await world.Courier.ReclaimAsync(id, OracleScene.Cancel);
                        break;
                    case 9:
                        await reader.SendAsync(world.Scene.Senders[0], "close", closed);
                        break;
                    case 10:
                        await world.Accounts[random.Next(world.Accounts.Count)].WithdrawAsync(world.Courier.Address, OracleScene.Cancel);
                        break;
                    default:
                        made.Add(await world.DeliverAsync(id));
                        break;
                }
            }
            catch (RevertException)
            {
                // Not possible just now; the next move is another.
            }

            await world.CheckEtherAsync();
        }

        Assert.Contains(made, item => item.Duty == OracleDuty.Final);
        Assert.Contains(made, item => item.Duty == OracleDuty.Early);
        var carried = made.Where(item => item.Success && item.Duty != OracleDuty.Settlement).ToArray();
        Assert.Equal(carried.Length, carried.DistinctBy(item => (item.RequestId, item.Attempt)).Count());
        Assert.All(
            made.GroupBy(item => item.RequestId),
            deliveries => Assert.InRange(deliveries.Count(item => item.Paid > 0), 0, 2));
    }
}
