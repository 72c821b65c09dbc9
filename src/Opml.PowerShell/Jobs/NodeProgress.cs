using System.Globalization;
using System.Management.Automation;
using Opml.Dispute.Contracts;
using Opml.Node.Status;

namespace Opml.PowerShell.Jobs;

/// <summary>A node's status as a line.</summary>
internal static class NodeProgress
{
    private const int Activity = 4;

    public static ProgressRecord Of(NodeStatus status, bool isDone) => new(Activity, "Opml node", Words(status))
    {
        RecordType = isDone ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    };

    public static string Words(NodeStatus status)
    {
        int open = status.Requests.GetValueOrDefault(RequestStatus.Open), posted = status.Requests.GetValueOrDefault(RequestStatus.Posted);
        string clock = status.SmallestClock is { } left ? string.Create(CultureInfo.InvariantCulture, $", {left.TotalSeconds:0} s on the shortest clock") : "";
        string warnings = status.Warnings.IsEmpty ? "" : $", {status.Warnings.Length} warnings";
        return $"{status.State}: block {status.Height}, {open} requests open, {posted} results live, {status.Games.Length} games{clock}{warnings}";
    }
}
