using Opml.Mips.Execution;
using Opml.Mips.Memory;

namespace Opml.Mips.Trace;

/// <summary>A machine on its way along a trace, and the snapshot that it passed last, to tell what it has written since.</summary>
/// <param name="machine">Runs on from <paramref name="from"/>.</param>
/// <param name="from">The snapshot in whose state it is.</param>
/// <param name="pages">The machine's pages in that state.</param>
internal sealed class TraceHead(Machine machine, Snapshot from, Page?[]?[] pages)
{
    public Machine Machine { get; } = machine;

    public Snapshot From { get; set; } = from;

    public Page?[]?[] Pages { get; set; } = pages;
}
