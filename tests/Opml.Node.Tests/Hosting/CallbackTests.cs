using System.Collections.Concurrent;
using System.Numerics;
using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Oracle;
using Opml.Dispute.Devnet;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Contracts;
using Opml.Node.Configuration;
using Opml.Node.Status;
using Opml.Node.Tests.Scene;

namespace Opml.Node.Tests.Hosting;

/// <summary>A node that delivers an oracle's callbacks.</summary>
public sealed class CallbackTests
{
    private const ulong Number = 7;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_answers_a_users_contract_is_paid_for_it_and_goes_on_after_one_that_does_not_take_the_answer()
    {
        await using World world = await World.MakeAsync();
        DevnetAccount account = world.NextAccount();
        using TransactionSender user = await TransactionSender.CreateAsync(world.Client, world.NextAccount().CreateKey(), cancellationToken: Token);
        OracleContract oracle = (await OracleContract.DeployAsync(user, world.Contract.Address, Token)).Value;
        await new OracleAccount(oracle, user).ListModelAsync(Number, world.Files.On(world.Terms).Id(), 1000, Token);
        ContractArtifact artifact = ContractArtifact.Parse(await File.ReadAllTextAsync(Path.Join(AppContext.BaseDirectory, "contracts", "DigitReader.json"), Token));
        Contract reader = (await Contract.DeployAsync(user, artifact, [oracle.Address, (BigInteger)Number], default, Token)).Contract;

        var told = new ConcurrentQueue<NodeEvent>();
        await using OpmlNodeHost node = await world.StartAsync(world.Options(NodeRole.Proposer) with { Oracle = oracle.Address }, account, told.Enqueue);
        ulong noDigit = await AskAsync([1, 2, 3, 4, 5]);
        ulong digit = await AskAsync([0, 0, 0, 7]);
        foreach (ulong request in new[] { noDigit, digit }) await world.UntilStatusAsync(request, RequestStatus.Posted);
        await world.PassAsync(world.Terms.ChallengeWindow);
        await World.UntilAsync(() => told.Count(e => e.Kind == NodeEventKind.Callback && e.Message.StartsWith("delivers", StringComparison.Ordinal)) >= 2, "two deliveries");

        Assert.Equal(1, await reader.CallAsync<BigInteger>("seen", (byte)7));
        foreach (ulong request in new[] { noDigit, digit }) Assert.True(await oracle.IsFinalizedAsync(request, Token));
        await World.UntilAsync(async () => await oracle.GetBalanceAsync(account.Address, Token) == 0, "the pay to be taken home");

        async Task<ulong> AskAsync(byte[] image)
        {
            BigInteger price = await oracle.EstimateFeeAsync(Number, 100_000, false, Token);
            await reader.SendAsync(user, "ask", [image], price, cancellationToken: Token);
            return await world.Contract.GetRequestCountAsync(Token);
        }
    }
}
