namespace Opml.Mips.Execution.Translated;

/// <summary>Translated code: runs guest instructions from one of its entries until it leaves.</summary>
/// <param name="registers">The <see cref="GuestRegisters"/>; the budget is taken from there and what is left put back.</param>
/// <param name="tables">Page tables: <see cref="Memory.PageTables.Reads"/>, and those for stores behind it.</param>
/// <param name="entry">Which entry.</param>
/// <returns>Index of the exit taken.</returns>
internal unsafe delegate int UnitCode(GuestRegisters* registers, nint* tables, int entry);

/// <summary>A region of basic blocks, translated as one method.</summary>
internal sealed class Unit
{
    /// <summary>The code.</summary>
    public required UnitCode Code { get; init; }

    /// <summary>Addresses at which it can be entered; the index is what <see cref="Code"/> takes.</summary>
    public required uint[] Entries { get; init; }

    /// <summary>The ways out.</summary>
    public required UnitExit[] Exits { get; init; }

    /// <summary>Steps that the code may make without looking at the budget: it must not be entered with less.</summary>
    public required int LongestPath { get; init; }

    /// <summary>The pages that it was made of. It is good where they are.</summary>
    public required CodePage[] Pages { get; init; }
}
