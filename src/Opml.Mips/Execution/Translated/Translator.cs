using Opml.Mips.Memory;

namespace Opml.Mips.Execution.Translated;

/// <summary>
/// Gets hot code translated and offers it to all who run the same pages. In the background, where told so: then the guest is
/// interpreted for as many jumps again, and after that the translation is waited for, since by then it pays.
/// </summary>
internal sealed class Translator(GuestCode code, int heat, bool inBackground)
{
    /// <summary>Called at a hot address without a translation. True if now there is one.</summary>
    public bool Translate(uint pc)
    {
        if (code.Find(pc, out _) is not null) return true; // made for another fork, on a page that this one had not opened
        CodePage page = code.PageOf(pc);
        ref int toGo = ref page.Heat[CodePage.Slot(pc)];
        if (!page.IsSteady)
        {
            toGo = int.MaxValue;
            return false;
        }
        if (page.PendingAt(pc) is { } pending)
        {
            page.Forget(pc);
            toGo = heat / 2; // should it be no entry of what was translated
            Publish(TranslationQueue.Finish(pending));
            return page.UnitAt(pc) is not null;
        }
        if (Region.Find(code, pc, heat) is not { } region)
        {
            toGo = int.MaxValue;
            return false;
        }
        if (inBackground && TranslationQueue.TryAdd(region, pc) is { } task)
        {
            toGo = heat / 2;
            // Its other blocks get hot meanwhile, and must not be translated a second time.
            foreach (BasicBlock block in region.Blocks) code.PageOf(block.Start).Await(block.Start, task);
            return false;
        }
        Publish(UnitEmitter.Emit(region, pc));
        return true;
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
