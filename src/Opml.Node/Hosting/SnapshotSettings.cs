using Opml.Mips.Trace;
using Opml.Node.Configuration;
using Opml.Node.Connection;
using Opml.Node.Status;

namespace Opml.Node.Hosting;

/// <summary>What the node's runs may use for their snapshots.</summary>
internal static class SnapshotSettings
{
    /// <param name="options">The operator's.</param>
    /// <param name="storeName">What the open store is called.</param>
    /// <param name="warnings">Where it shows that memory or disk do not suffice.</param>
    public static SnapshotOptions Of(NodeOptions options, string storeName, WarningBoard warnings)
    {
        TimeSpan lasts = WarningLasts(options);
        return new SnapshotOptions
        {
            MemoryLimit = options.SnapshotMemory,
            SpillFolder = options.SnapshotFolder ?? Stores.FolderOf(options, storeName),
            FreeDisk = options.Limits.MinFreeDisk,
            Warn = message => warnings.Raise(NodeWarningKind.Disk, "snapshots", message, lasts),
        };
    }

    /// <summary>How long a warning stands: until the pool would tell it again, and a poll longer.</summary>
    public static TimeSpan WarningLasts(NodeOptions options) => SnapshotPool.WarningInterval + options.PollInterval;
}
