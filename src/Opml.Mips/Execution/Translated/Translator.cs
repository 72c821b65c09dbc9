using Opml.Mips.Memory;

namespace Opml.Mips.Execution.Translated;

/// <summary>Gets hot code translated, here or in the background, and offers it to all who run the same pages.</summary>
internal sealed class Translator(GuestCode code, int heat, bool inBackground)
{
    /// <summary>Jumps to an address before one asks again whether its translation is ready.</summary>
    private const int Patience = 256;

    /// <summary>Called at a hot address without a translation. True if now there is one.</summary>
    public bool Translate(uint pc)
    {
        CodePage page = code.PageOf(pc);
        ref int toGo = ref page.Heat[CodePage.Slot(pc)];
        if (page.IsSteady && page.PendingAt(pc) is { } pending)
        {
            toGo = Patience;
            if (!pending.IsCompleted) return false;
            toGo = heat; // should it be no entry of what was translated
            page.Forget(pc);
            Publish(pending.GetAwaiter().GetResult());
            return page.UnitAt(pc) is not null;
        }
        if (!page.IsSteady || Region.Find(code, pc, heat) is not { } region)
        {
            toGo = int.MaxValue;
            return false;
        }
        if (!inBackground)
        {
            Publish(UnitEmitter.Emit(region, pc));
            return true;
        }
        toGo = Patience;
        if (TranslationQueue.TryAdd(region, pc) is not { } task) return false;
        // Its other blocks get hot meanwhile, and must not be translated a second time.
        foreach (BasicBlock block in region.Blocks) code.PageOf(block.Start).Await(block.Start, task);
        return false;
    }

    /// <summary>Only on the pages that it was made of: the guest may have changed one of them since.</summary>
    private static void Publish(Unit unit)
    {
        uint head = unit.Entries[0];
        foreach (uint entry in unit.Entries)
        {
            CodePage page = Array.Find(unit.Pages, page => page.Index == entry >> Page.Shift)!;
            Unit? there = page.UnitAt(entry);
            if (ReferenceEquals(there, unit)) return;
            if (entry != head && there is not null) continue;
            page.Add(entry, unit);
            page.Heat[CodePage.Slot(entry)] = 1;
        }
    }
}
