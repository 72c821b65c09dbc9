using Opml.Dispute.Store;
using Opml.Ethereum;

namespace Opml.Node.Connection;

/// <summary>Where a node keeps its file unless it is told.</summary>
internal static class DefaultStore
{
    /// <summary>A file for each chain, contract and account, in the user's state folder (XDG_STATE_HOME; the local application data on Windows).</summary>
    /// <param name="identity">Chain, contract and account.</param>
    /// <param name="genesis">The hash of the chain's first block: local chains have one number, and their contracts and accounts the same addresses, time after time.</param>
    public static string PathOf(PlayerIdentity identity, Hash32 genesis)
    {
        string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        string root = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : !string.IsNullOrEmpty(state) ? state
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Join(root, "opml", $"node-{identity.ChainId}-{genesis.ToString()[2..10]}-{identity.Contract}-{identity.Account}.db");
    }
}
