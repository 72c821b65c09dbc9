using Opml.Dispute.Store;

namespace Opml.Node.Connection;

/// <summary>Where a node keeps its file unless it is told.</summary>
internal static class DefaultStore
{
    /// <summary>A file for each chain, contract and account, in the user's state folder (XDG_STATE_HOME; the local application data on Windows).</summary>
    public static string PathOf(PlayerIdentity identity)
    {
        string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        string root = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : !string.IsNullOrEmpty(state) ? state
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return Path.Join(root, "opml", $"node-{identity.ChainId}-{identity.Contract}-{identity.Account}.db");
    }
}
