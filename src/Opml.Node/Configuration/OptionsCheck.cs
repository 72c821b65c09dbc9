using Opml.Postgres;

namespace Opml.Node.Configuration;

/// <summary>Finds everything that is wrong with a node's options before anything is opened.</summary>
internal static class OptionsCheck
{
    private static readonly TimeSpan s_lease = new PostgresStoreOptions().Lease;

    /// <exception cref="NodeConfigurationException">Something is wrong.</exception>
    public static void Check(NodeOptions options)
    {
        List<string> complaints = [.. Complaints(options)];
        if (complaints.Count > 0) throw new NodeConfigurationException(complaints);
    }

    private static IEnumerable<string> Complaints(NodeOptions options)
    {
        if (options.RpcUrls.IsDefaultOrEmpty) yield return "No RPC address is given: name at least one, as http://host:port.";
        else
        {
            foreach (Uri url in options.RpcUrls)
                if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https"))
                    yield return $"The RPC address '{(url.IsAbsoluteUri ? url.Host : url)}' must begin with http:// or https://.";
        }
        if (options.Contract == default) yield return "No contract is given: name the address of the Opml contract.";
        if (options.Roles.IsDefaultOrEmpty) yield return "No role is given: name Proposer, Validator or both.";
        if (options.Models.IsDefaultOrEmpty && options.ModelFolders.IsDefaultOrEmpty) yield return "No model is given: name files, or a folder with manifests.";
        foreach (ModelSource source in options.Models.IsDefault ? [] : options.Models)
            foreach (string path in new[] { source.ProgramPath, source.ModelPath })
                if (!File.Exists(path)) yield return $"There is no file '{path}'.";
        foreach (string folder in options.ModelFolders.IsDefault ? [] : options.ModelFolders)
            if (!Directory.Exists(folder)) yield return $"There is no model folder '{folder}'.";
        if (options is { StorePath: not null, Postgres: not null }) yield return "A store file and a PostgreSQL database are given: name one of them.";
        if (options.Postgres is not null && options.PollInterval * 3 > s_lease)
            yield return $"With a PostgreSQL database the poll interval must be at most {s_lease.TotalSeconds / 3:0.#} seconds, so that leases are renewed in time.";
        if (options.PollInterval < TimeSpan.FromMilliseconds(5)) yield return "The poll interval must be at least 5 milliseconds.";
        if (options.HousekeepingInterval <= TimeSpan.Zero) yield return "The housekeeping interval must be more than nothing.";
        if (options.KeptRuns < 1) yield return "At least one run must be kept.";
        if (options.SnapshotMemory < 0) yield return "The memory for snapshots must not be negative; 0 keeps none.";
        if (options.SnapshotFolder is { } snapshots && !Directory.Exists(snapshots)) yield return $"There is no folder '{snapshots}' for snapshots.";
        if (options.MetricsPort is < 0 or > 65535) yield return $"The metrics port is {options.MetricsPort}; it must be 0 to 65535.";
        if (string.IsNullOrWhiteSpace(options.MetricsHost)) yield return "The metrics host is empty: 127.0.0.1 keeps the port to this machine.";
        if (options.Limits.SafetyMarginPercent is < 0 or > 90) yield return $"The safety margin is {options.Limits.SafetyMarginPercent} %; it must be 0 to 90.";
        if (options.Limits.MaxFeePerGas?.Sign <= 0) yield return "The most to pay for gas must be more than nothing.";
        if (options.Limits.MinFreeDisk < 0) yield return "The free disk space to keep must not be negative.";
        if (options.Limits.MaxSteps == 0) yield return "The highest step limit must be at least 1.";
    }
}
