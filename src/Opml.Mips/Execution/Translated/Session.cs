using System.Diagnostics;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Execution.Translated;

/// <summary>One call of the engine: goes back and forth between translated code and the interpreter.</summary>
internal sealed unsafe class Session
{
    private readonly Machine _machine;
    private readonly GuestCode _code;
    private readonly Interpreter _interpreter;
    private readonly Translator _translator;
    private readonly int _heat;
    private readonly EngineMeter? _meter;

    public Session(Machine machine, int heat, bool inBackground, EngineMeter? meter)
    {
        _meter = meter;
        _machine = machine;
        _heat = heat;
        _code = GuestCode.Of(machine.Memory, heat);
        _interpreter = new Interpreter(machine, _code);
        _translator = new Translator(_code, heat, inBackground);
    }

    /// <summary>Runs until the guest ends or the budget is used up. The machine's state is that of the moment afterwards.</summary>
    /// <returns>Steps made.</returns>
    public ulong Run(long budget)
    {
        CpuState state = _machine.State;
        GuestRegisters registers = default;
        registers.Load(state);
        registers.Budget = budget;
        ulong made = 0;
        try
        {
            // A register 0 that is not zero is in no honest state; translated code takes it to be zero.
            if (_heat == int.MaxValue || registers.Words[0] != 0) Interpret(&registers, profile: false);
            else Run(&registers, state);
        }
        finally
        {
            registers.Store(state);
            made = (ulong)(budget - registers.Budget);
            state.Step = unchecked(state.Step + made);
        }
        return made;
    }

    private void Run(GuestRegisters* g, CpuState state)
    {
        PageTables tables = _machine.Memory.Tables;
        while (g->Budget > 0 && state.Status == MachineStatus.Running)
        {
            uint pc = g->Pc;
            if (g->NextPc != pc + 4 || (pc & 3) != 0)
            {
                Interpret(g, profile: true);
                continue;
            }
            Unit? unit = _code.Find(pc, out int entry);
            if (unit is null)
            {
                if (!_code.IsHot(pc) || !Translate(pc)) Interpret(g, profile: true);
                continue;
            }
            if (g->Budget < unit.LongestPath)
            {
                Interpret(g, profile: false);
                continue;
            }

            _meter?.AddEntry();
            UnitExit exit = unit.Exits[unit.Code(g, tables.Reads, entry)];
            g->Budget -= exit.Debt;
            g->Pc = exit.Kind == UnitExitKind.Indirect ? g->Words[GuestRegisters.Target] : exit.Pc;
            g->NextPc = g->Pc + 4;
            if (exit.Kind == UnitExitKind.Interpret) Interpret(g, profile: true);
        }
        GC.KeepAlive(tables);
        GC.KeepAlive(_machine); // and with it the pages that the tables lead to
    }

    private void Interpret(GuestRegisters* g, bool profile)
    {
        if (_meter is null)
        {
            _interpreter.Run(g, profile);
            return;
        }
        long budget = g->Budget, since = Stopwatch.GetTimestamp();
        _interpreter.Run(g, profile);
        _meter.AddInterpreted(budget - g->Budget, since);
    }

    private bool Translate(uint pc)
    {
        if (_meter is null) return _translator.Translate(pc);
        long since = Stopwatch.GetTimestamp();
        bool isThere = _translator.Translate(pc);
        _meter.AddTranslated(since);
        return isThere;
    }
}
