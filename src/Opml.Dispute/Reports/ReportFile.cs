using System.Text;
using Opml.Dispute.Sessions;
using Opml.Mips.Execution;
using Opml.Mips.Insight;
using Opml.Mips.Insight.Profile;
using Opml.Models.Files;

namespace Opml.Dispute.Reports;

/// <summary>A report that was written: one HTML file that loads nothing.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Length">Bytes in the file.</param>
public sealed record ReportFile(string Path, string Subject, long Length)
{
    /// <summary>Writes a dispute's report.</summary>
    /// <param name="events">Its stages, as a session told them or as they are read from the chain.</param>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether one that is there may be replaced.</param>
    /// <exception cref="ArgumentException">The stages have no result.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static ReportFile OfDispute(IReadOnlyList<DisputeEvent> events, string path, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(events);
        PostedResult? result = events.OfType<PostedResult>().LastOrDefault();
        return Save(DisputePage.Write(events), $"dispute over request {result?.RequestId}", path, overwrite);
    }

    /// <summary>Writes a run's report.</summary>
    /// <param name="run">The run.</param>
    /// <param name="profile">Where its steps went.</param>
    /// <param name="end">The machine at its end.</param>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether one that is there may be replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static ReportFile OfRun(MachineRun run, RunProfile profile, MachineView end, string path, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(end);
        return Save(RunPage.Write(run, profile, end), $"run of {run.GetOrigin()?.ToString() ?? "a program"}", path, overwrite);
    }

    private static ReportFile Save(string html, string subject, string path, bool overwrite)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(html);
        AtomicFile.Write(path, overwrite, stream => stream.Write(bytes), bytes.Length);
        return new ReportFile(System.IO.Path.GetFullPath(path), subject, bytes.Length);
    }
}
