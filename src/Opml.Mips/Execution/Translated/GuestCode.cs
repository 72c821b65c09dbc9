using Opml.Mips.Memory;

namespace Opml.Mips.Execution.Translated;

/// <summary>
/// The code of one address space: its pages decoded, the translations that are good here, and what becomes of both
/// when somebody writes to it.
/// </summary>
internal sealed class GuestCode : IWriteObserver
{
    private const int TableBits = 10;
    private const int JumpCacheSize = 1 << 11;

    private readonly AddressSpace _memory;
    private readonly CodeStore _store;
    private CodePage?[]?[]? _pages; // a fork that is never run needs none
    private readonly HashSet<uint> _changing = [];
    private JumpTarget[]? _jumps;

    private GuestCode(AddressSpace memory, CodeStore store)
    {
        _memory = memory;
        _store = store;
    }

    /// <summary>The code of an address space, which it observes from then on.</summary>
    /// <param name="memory">The address space.</param>
    /// <param name="heat">Jumps to an address before its code is worth a translation.</param>
    public static GuestCode Of(AddressSpace memory, int heat)
    {
        if (memory.Observer is GuestCode code) return code;
        code = new GuestCode(memory, new CodeStore(heat));
        memory.Observer = code;
        return code;
    }

    /// <inheritdoc/>
    public bool IsCode(uint pageIndex) => Known(pageIndex) is not null;

    /// <inheritdoc/>
    public void BeforeWrite(uint pageIndex)
    {
        _changing.Add(pageIndex);
        Drop(pageIndex);
    }

    /// <inheritdoc/>
    public IWriteObserver ForFork(AddressSpace fork) => new GuestCode(fork, _store);

    /// <summary>The page that holds an address.</summary>
    public CodePage PageOf(uint address)
    {
        uint index = address >> Page.Shift;
        return Known(index) ?? Open(index);
    }

    /// <summary>Counts a jump to an address, and tells whether there have been many.</summary>
    public bool IsHot(uint pc)
    {
        if ((pc & 3) != 0) return false;
        ref int heat = ref PageOf(pc).Heat[CodePage.Slot(pc)];
        return heat <= 0 || --heat <= 0;
    }

    /// <summary>The translation to enter at an address, and the index of that entry; null if there is none.</summary>
    public Unit? Find(uint pc, out int entry)
    {
        ref JumpTarget jump = ref (_jumps ??= new JumpTarget[JumpCacheSize])[(pc >> 2) & (JumpCacheSize - 1)];
        if (jump.Unit is { } known && jump.Pc == pc)
        {
            entry = jump.Entry;
            return known;
        }
        entry = 0;
        if (Known(pc >> Page.Shift)?.UnitAt(pc) is not { } unit || !IsGood(unit)) return null;
        entry = Array.IndexOf(unit.Entries, pc);
        jump = new JumpTarget { Pc = pc, Entry = entry, Unit = unit };
        return unit;
    }

    /// <summary>The guest is about to write a word on a page without a table entry for writing. Returns its table entry.</summary>
    /// <param name="address">Where.</param>
    /// <param name="wasCode">Whether decoded instructions were dropped.</param>
    public nint OpenForWrite(uint address, out bool wasCode)
    {
        uint index = address >> Page.Shift;
        wasCode = false;
        if (Known(index) is { } page)
        {
            wasCode = true;
            if (page.IsSteady)
            {
                _changing.Add(index);
                Drop(index);
            }
            else
            {
                page.Ops[CodePage.Slot(address)] = MicroOp.Undecoded;
            }
        }
        return _memory.OpenForWrite(index);
    }

    /// <summary>The word of an instruction, as it stands in memory now.</summary>
    public uint ReadWord(uint pc) => _memory.ReadWord(pc);

    private CodePage? Known(uint index) => _pages?[index >> TableBits]?[index & ((1 << TableBits) - 1)];

    private CodePage Open(uint index)
    {
        CodePage page = _changing.Contains(index) ? CodePage.Changing(index) : _store.GetOrAdd(index, _memory.PageBytes(index));
        _pages ??= new CodePage?[]?[1 << TableBits];
        (_pages[index >> TableBits] ??= new CodePage?[1 << TableBits])[index & ((1 << TableBits) - 1)] = page;
        _memory.MarkCode(index);
        return page;
    }

    private bool IsGood(Unit unit)
    {
        foreach (CodePage page in unit.Pages)
            if (!ReferenceEquals(PageOf(page.Index << Page.Shift), page)) return false;
        return true;
    }

    private void Drop(uint index)
    {
        _pages![index >> TableBits]![index & ((1 << TableBits) - 1)] = null;
        _jumps = null;
    }

    private struct JumpTarget
    {
        public uint Pc;
        public int Entry;
        public Unit? Unit;
    }
}
