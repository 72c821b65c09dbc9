using Opml.Dispute.Store;
using Opml.Ethereum;
using Opml.Mips.Trace;
using Opml.Node.Configuration;
using Opml.Node.Connection;
using Opml.Node.Hosting;
using Opml.Node.Status;

namespace Opml.Node.Tests.Hosting;

public sealed class SnapshotSettingsTests : IDisposable
{
    private static readonly NodeOptions s_options = new()
    {
        RpcUrls = [new Uri("http://127.0.0.1:1")],
        Contract = Address.Parse("0x00000000000000000000000000000000000000aa"),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("opml-tests-").FullName;
    private readonly WarningBoard _warnings = new((_, _) => { });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Snapshots_go_to_the_folder_of_the_store_however_its_path_is_given()
    {
        string path = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(_folder, "node.db"));
        Assert.Equal(_folder, await FolderAsync(s_options with { StorePath = path }));
    }

    [Fact]
    public async Task A_store_that_is_a_mere_file_name_has_the_current_folder()
    {
        string name = $"opml-tests-{Guid.NewGuid():n}.db";
        try
        {
            Assert.Equal(Environment.CurrentDirectory, await FolderAsync(s_options with { StorePath = name }));
        }
        finally
        {
            foreach (string file in Directory.EnumerateFiles(Environment.CurrentDirectory, $"{name}*")) File.Delete(file);
        }
    }

    [Fact]
    public void Without_a_store_path_it_is_the_folder_of_the_default_store()
    {
        string store = DefaultStore.PathOf(Identity(), default);
        Assert.Equal(Path.GetDirectoryName(store), SnapshotSettings.Of(s_options, store, _warnings).SpillFolder);
    }

    [Fact]
    public void Chains_that_begin_otherwise_have_default_stores_of_their_own() =>
        Assert.NotEqual(DefaultStore.PathOf(Identity(), default), DefaultStore.PathOf(Identity(), Hash32.Parse($"0x{new string('1', 64)}")));

    [Fact]
    public void With_a_database_it_is_the_folder_for_temporary_files()
    {
        NodeOptions options = s_options with { Postgres = new PostgresConnection("Host=db") };
        Assert.Equal(Path.GetTempPath(), SnapshotSettings.Of(options, options.Postgres.ToString(), _warnings).SpillFolder);
    }

    [Fact]
    public void A_folder_that_is_named_goes_before_others() =>
        Assert.Equal(_folder, SnapshotSettings.Of(s_options with { SnapshotFolder = _folder }, "/elsewhere/node.db", _warnings).SpillFolder);

    [Fact]
    public void A_warning_stands_until_it_is_told_again()
    {
        NodeOptions options = s_options with { PollInterval = TimeSpan.FromSeconds(7) };
        Assert.Equal(SnapshotPool.WarningInterval + TimeSpan.FromSeconds(7), SnapshotSettings.WarningLasts(options));
        SnapshotSettings.Of(options, Path.Combine(_folder, "node.db"), _warnings).Warn!("full");
        Assert.Equal(NodeWarningKind.Disk, Assert.Single(_warnings.All).Kind);
    }

    private static PlayerIdentity Identity() =>
        new(1, Address.Parse("0x00000000000000000000000000000000000000aa"), Address.Parse("0x00000000000000000000000000000000000000bb"));

    private async Task<string> FolderAsync(NodeOptions options)
    {
        (IPlayerStore store, string name) = await Stores.OpenAsync(options, Identity(), static _ => throw new InvalidOperationException("The options name a store."), TestContext.Current.CancellationToken);
        store.Dispose();
        return SnapshotSettings.Of(options, name, _warnings).SpillFolder;
    }
}
