namespace Opml.Mips.Execution.Translated;

/// <summary>Why translated code was left.</summary>
internal enum UnitExitKind
{
    /// <summary>It goes on at an address outside.</summary>
    Jump,

    /// <summary>It goes on at the address in <see cref="GuestRegisters.Target"/>.</summary>
    Indirect,

    /// <summary>The next instruction is one for the interpreter: it may trap, or touches a page not open yet.</summary>
    Interpret,
}
