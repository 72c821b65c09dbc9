using Opml.Mips.State;

namespace Opml.Mips.Trace;

/// <summary>A state of a run: the processor, and the pages that differ from the run's start.</summary>
/// <param name="Index">Its position in the trace.</param>
/// <param name="State">All but the memory; never run.</param>
/// <param name="Pages">A directory of tables of pages, as an address space has it; null for what is as at the start. Tables are shared and never change.</param>
internal sealed record Snapshot(ulong Index, CpuState State, PageSlot?[]?[] Pages);
