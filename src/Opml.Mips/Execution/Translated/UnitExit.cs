namespace Opml.Mips.Execution.Translated;

/// <summary>A way out of a unit.</summary>
/// <param name="Kind">Why it leaves.</param>
/// <param name="Pc">Address of the next instruction; the state is never inside a delay slot. Not set for indirect jumps.</param>
/// <param name="Debt">Steps made that have not been taken off the budget.</param>
internal readonly record struct UnitExit(UnitExitKind Kind, uint Pc, int Debt);
