using Opml.Dispute.Devnet;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Contracts;
using Opml.Ethereum.Rpc;

namespace Opml.Dispute.Tests.Devnet;

/// <summary>One local node for a class of tests, which each take an account of their own.</summary>
public class DevnetFixture : IAsyncLifetime
{
    private int _nextAccount = -1;

    public AnvilDevnet Devnet { get; private set; } = null!;

    public HttpEthereumClient Client { get; private set; } = null!;

    protected virtual DevnetOptions Options => new() { AccountCount = 40 };

    public async ValueTask InitializeAsync()
    {
        Devnet = await AnvilDevnet.StartAsync(Options, TestContext.Current.CancellationToken);
        Client = Devnet.CreateClient();
    }

    public DevnetAccount NextAccount() => Devnet.Accounts[Interlocked.Increment(ref _nextAccount)];

    public Task<TransactionSender> SenderAsync(TransactionSenderOptions? options = null) =>
        TransactionSender.CreateAsync(Client, NextAccount().CreateKey(), options, TestContext.Current.CancellationToken);

    public async Task<Contract> BoxAsync(TransactionSender sender) =>
        (await Contract.DeployAsync(sender, Box.Artifact, cancellationToken: TestContext.Current.CancellationToken)).Contract;

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (Devnet is not null)
            await Devnet.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
