using System.Reflection.Emit;

namespace Opml.Mips.Execution.Translated;

/// <summary>What all translated code has: registers as locals, the budget, the ways out.</summary>
internal sealed class UnitBody(ILGenerator il)
{
    private static readonly int s_budgetOffset = GuestRegisters.Count * sizeof(uint);

    private readonly LocalBuilder?[] _registers = new LocalBuilder?[GuestRegisters.Count];
    private readonly bool[] _written = new bool[GuestRegisters.Count];
    private readonly LocalBuilder _budget = il.DeclareLocal(typeof(long));
    private readonly LocalBuilder _exit = il.DeclareLocal(typeof(int));
    private readonly Label _wayOut = il.DefineLabel();
    private readonly Dictionary<UnitExit, Label> _labels = [];
    private BaseWindow? _window;
    private readonly List<Action> _later = [];

    public ILGenerator IL => il;


    /// <summary>The ways out so far; the code returns an index of this list.</summary>
    public List<UnitExit> Exits { get; } = [];

    /// <summary>Loads registers and budget, and opens the window.</summary>
    public void EmitEntry(IEnumerable<int> used, BaseWindow? window)
    {
        foreach (int register in used)
        {
            if (register == 0) continue;
            _registers[register] = il.DeclareLocal(typeof(uint));
            PushAddress(register * sizeof(uint));
            il.Emit(OpCodes.Ldind_U4);
            il.Emit(OpCodes.Stloc, _registers[register]!);
        }
        _window = window;
        if (window is not null) window.Update(_registers[window.Register]!);
        PushAddress(s_budgetOffset);
        il.Emit(OpCodes.Ldind_I8);
        il.Emit(OpCodes.Stloc, _budget);
    }

    /// <summary>The window over what a register points to, if it has one.</summary>
    public BaseWindow? WindowOf(int register) => register == _window?.Register ? _window : null;

    /// <summary>Has something emitted behind all blocks: what is seldom gone through.</summary>
    public void Later(Action emit) => _later.Add(emit);

    /// <summary>Pushes a register's value.</summary>
    public void PushRegister(int register)
    {
        if (register == 0) il.Emit(OpCodes.Ldc_I4_0);
        else il.Emit(OpCodes.Ldloc, _registers[register]!);
    }

    /// <summary>Pops a register's new value.</summary>
    public void PopRegister(int register)
    {
        if (register == 0)
        {
            il.Emit(OpCodes.Pop);
            return;
        }
        _written[register] = true;
        il.Emit(OpCodes.Stloc, _registers[register]!);
        if (register == _window?.Register) _window.Update(_registers[register]!);
    }

    public void TakeFromBudget(int steps)
    {
        if (steps == 0) return;
        il.Emit(OpCodes.Ldloc, _budget);
        il.Emit(OpCodes.Ldc_I8, (long)steps);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Stloc, _budget);
    }

    /// <summary>Leaves.</summary>
    public void Leave(UnitExit exit) => il.Emit(OpCodes.Br, LabelOf(exit));

    public void LeaveIfBudgetBelow(int steps, UnitExit exit)
    {
        il.Emit(OpCodes.Ldloc, _budget);
        il.Emit(OpCodes.Ldc_I8, (long)steps);
        il.Emit(OpCodes.Blt, LabelOf(exit));
    }

    /// <summary>Leaves to the address in a local, with steps not yet paid for.</summary>
    public void LeaveTo(LocalBuilder target, int debt)
    {
        PushAddress(GuestRegisters.Target * sizeof(uint));
        il.Emit(OpCodes.Ldloc, target);
        il.Emit(OpCodes.Stind_I4);
        Leave(new UnitExit(UnitExitKind.Indirect, 0, debt));
    }

    /// <summary>Where to branch to leave that way.</summary>
    public Label LabelOf(UnitExit exit)
    {
        if (_labels.TryGetValue(exit, out Label label)) return label;
        label = il.DefineLabel();
        _labels.Add(exit, label);
        Exits.Add(exit);
        return label;
    }

    /// <summary>What was left for later, and the ways out: nobody expects to come here often.</summary>
    public void EmitRest()
    {
        foreach (Action emit in _later) emit();
        for (int n = 0; n < Exits.Count; n++)
        {
            il.MarkLabel(_labels[Exits[n]]);
            il.Emit(OpCodes.Ldc_I4, n);
            il.Emit(OpCodes.Stloc, _exit);
            il.Emit(OpCodes.Br, _wayOut);
        }
        il.MarkLabel(_wayOut);
        for (int register = 1; register < GuestRegisters.Count; register++)
        {
            if (!_written[register]) continue;
            PushAddress(register * sizeof(uint));
            il.Emit(OpCodes.Ldloc, _registers[register]!);
            il.Emit(OpCodes.Stind_I4);
        }
        PushAddress(s_budgetOffset);
        il.Emit(OpCodes.Ldloc, _budget);
        il.Emit(OpCodes.Stind_I8);
        il.Emit(OpCodes.Ldloc, _exit);
        il.Emit(OpCodes.Ret);
    }

    private void PushAddress(int offset)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, offset);
        il.Emit(OpCodes.Add);
    }
}
