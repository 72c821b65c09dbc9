using Opml.Dispute.Contracts;
using Opml.Dispute.Devnet;
using Opml.Dispute.Game;
using Opml.Dispute.Players;
using Opml.Ethereum;
using Opml.Ethereum.Accounts;
using Opml.Ethereum.Contracts;
using Opml.Ethereum.Rpc;
using Opml.Mips.Image;

namespace Opml.Soak;

/// <summary>A chain with the contracts and one registered model, whose files lie in a folder. Its first account asks.</summary>
internal sealed class Chain : IAsyncDisposable
{
    private static readonly byte[] s_model = [0, 1, 2, 3];

    private Chain(AnvilDevnet devnet, Terms terms, string modelFolder, ModelFiles files)
    {
        Devnet = devnet;
        Terms = terms;
        ModelFolder = modelFolder;
        Files = files;
        Client = devnet.CreateClient();
    }

    public AnvilDevnet Devnet { get; }

    public HttpEthereumClient Client { get; }

    public Terms Terms { get; }

    public string ModelFolder { get; }

    public ModelFiles Files { get; }

    public OpmlAccount Requester { get; private set; } = null!;

    public static async Task<Chain> MakeAsync(string folder, Terms terms, int accounts)
    {
        string models = Directory.CreateDirectory(Path.Join(folder, "models")).FullName;
        byte[] elf = await File.ReadAllBytesAsync(Path.Join(AppContext.BaseDirectory, "guests", "echo.elf"));
        await File.WriteAllBytesAsync(Path.Join(models, "echo.elf"), elf);
        await File.WriteAllBytesAsync(Path.Join(models, "echo.ggml"), s_model);
        await File.WriteAllTextAsync(Path.Join(models, "echo.opml.json"), """{ "program": "echo.elf", "model": "echo.ggml" }""");
        var files = new ModelFiles(MipsImage.From(elf).Bytes, s_model);
        var chain = new Chain(await AnvilDevnet.StartAsync(new DevnetOptions { AccountCount = accounts }), terms, models, files);
        try
        {
            TransactionSender sender = await TransactionSender.CreateAsync(chain.Client, chain.Devnet.Accounts[0].CreateKey());
            ContractArtifact machine = ContractArtifacts.Load("MipsMachine");
            DeployedContract deployed = await Contract.DeployAsync(sender, machine);
            chain.Requester = new OpmlAccount((await OpmlContract.DeployAsync(sender, deployed.Contract.Address, machine.Abi)).Value, sender);
            await chain.Requester.RegisterModelAsync(files.On(terms), files.GoldenProof);
            return chain;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    public async Task<ulong> RequestAsync(byte[] input) => (await Requester.RequestAsync(Files.On(Terms).Id(), input, Terms.Fee)).Value;

    /// <summary>The chain's clock goes on when nobody sends anything.</summary>
    public async Task MineAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Devnet.MineAsync(1, CancellationToken.None);
            await Task.Delay(500, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Devnet.DisposeAsync();
    }
}
