using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;
using Opml.Dispute.Devnet;
using Opml.Dispute.Players.Faults;
using Opml.Ethereum;
using Opml.Node.Configuration;
using Opml.Node.Tests.Scene;
using Opml.Postgres.Tests;

namespace Opml.Node.Tests.Hosting;

/// <summary>Nodes that share a PostgreSQL database.</summary>
public sealed class SharedStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nodes_of_one_account_are_one_player_and_either_goes_on_without_the_other()
    {
        Assert.SkipWhen(PostgresServer.WhyNot is not null, PostgresServer.WhyNot ?? "");
        await using PostgresServer server = await PostgresServer.StartAsync(cancellationToken: Token);
        await using World world = await World.MakeAsync();
        DevnetAccount account = world.NextAccount();
        NodeOptions options = world.Options(NodeRole.Proposer, NodeRole.Validator) with { StorePath = null, Postgres = new PostgresConnection(server.ConnectionString) };
        Address liar = await world.SeatLiarAsync(proposes: false, new Fault { Kind = FaultKind.Register });
        await using OpmlNodeHost one = await world.StartAsync(options, account);
        await using OpmlNodeHost two = await world.StartAsync(options, account);
        Assert.Equal(("PostgreSQL", "PostgreSQL"), (one.Status.StorePath, two.Status.StorePath));

        const int Requests = 6;
        for (byte i = 0; i < Requests; i++) await world.RequestAsync(input: [i, 2, 3, 4]);
        await World.UntilAsync(async () => (await world.EventsAsync()).OfType<GameEnded>().Count() == Requests, "the liar to lose all games");
        await one.StopAsync();
        await world.PassAsync(world.Terms.ChallengeWindow);
        await World.UntilAsync(async () => (await world.EventsAsync()).OfType<ResultFinal>().Count() == Requests, "the other to go on");
        await world.UntilHomeAsync(account.Address);

        IReadOnlyList<OpmlEvent> events = await world.EventsAsync();
        Assert.Equal(Requests, events.OfType<ResultPosted>().Count());
        Assert.All(events.OfType<ResultPosted>(), posted => Assert.Equal(account.Address, posted.Proposer));
        Assert.All(events.OfType<GameEnded>(), ended => Assert.Equal((liar, false), (ended.Loser, ended.OnTime)));
        // Each nonce was used by an event of the contract: no move was made twice.
        int moves = events.Count(e => e is ResultPosted or HashesPosted or ResultFinal || (e is Withdrawn withdrawn && withdrawn.Account == account.Address));
        ulong nonces = await world.Client.GetNonceAsync(account.Address, BlockTag.Latest, Token);
        int proofs = events.OfType<GameEnded>().Select(ended => ended.Log!.TransactionHash).Distinct().Count(hash => Sender(hash) == account.Address);
        Assert.Equal(moves + proofs, (int)nonces);

        Address Sender(Hash32 transaction) => world.Client.GetReceiptAsync(transaction, Token).GetAwaiter().GetResult()!.From;
    }

    [Fact]
    public async Task What_is_no_connection_string_is_an_error_that_does_not_show_it()
    {
        await using World world = await World.MakeAsync();
        NodeOptions options = world.Options(NodeRole.Proposer) with { StorePath = null, Postgres = new PostgresConnection("Host=db;Pasword=s3cret") };
        NodeConfigurationException wrong = await Assert.ThrowsAsync<NodeConfigurationException>(() => world.StartAsync(options, world.NextAccount()));
        Assert.Contains("The connection string is none", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", wrong.ToString(), StringComparison.Ordinal);
    }
}
