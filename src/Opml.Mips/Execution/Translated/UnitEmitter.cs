using System.Reflection.Emit;
using Opml.Mips.Isa;

namespace Opml.Mips.Execution.Translated;

/// <summary>
/// Translates a region to one method. Guest registers are locals, loaded at the entry and stored at the way out. Each block takes its steps off
/// the budget when it begins; only an edge that turns back looks at what is left, so that at most the region's steps
/// are made between two looks. An instruction that may trap, or whose page is not open, leaves before it does anything.
/// </summary>
internal sealed unsafe class UnitEmitter
{
    private readonly Region _region;
    private readonly UnitBody _body;
    private readonly ILGenerator _il;
    private readonly InstructionEmitter _instructions;
    private readonly Dictionary<uint, (int Order, Label Label)> _blocks = [];
    private readonly Dictionary<uint, List<uint>> _returns;
    private readonly LocalBuilder _condition;
    private readonly LocalBuilder _target;

    private UnitEmitter(Region region, DynamicMethod method)
    {
        _region = region;
        _il = method.GetILGenerator(region.Steps * 24);
        _body = new UnitBody(_il);
        _instructions = new InstructionEmitter(_body);
        _returns = region.FindReturns();
        _condition = _il.DeclareLocal(typeof(bool));
        _target = _il.DeclareLocal(typeof(uint));
        foreach (BasicBlock block in region.Blocks) _blocks.Add(block.Start, (_blocks.Count, _il.DefineLabel()));
    }

    /// <summary>Translates a region that was found around <paramref name="head"/>, the first of the unit's entries.</summary>
    public static Unit Emit(Region region, uint head)
    {
        var method = new DynamicMethod($"mips_{head:x8}", typeof(int), [typeof(GuestRegisters*), typeof(nint*), typeof(nint*), typeof(int)], typeof(Unit).Module, skipVisibility: true)
        {
            InitLocals = false,
        };
        var emitter = new UnitEmitter(region, method);
        uint[] entries = emitter.FindEntries(head);
        emitter.EmitAll(entries);
        return new Unit
        {
            Code = method.CreateDelegate<UnitCode>(),
            Entries = entries,
            Exits = [.. emitter._body.Exits],
            LongestPath = region.Steps,
            Pages = [.. region.Pages],
        };
    }

    /// <summary>The head, loops' heads, and where calls return to.</summary>
    private uint[] FindEntries(uint head)
    {
        var entries = new HashSet<uint> { head };
        foreach (BasicBlock block in _region.Blocks)
        {
            if (block.End is BlockEnd.Branches or BlockEnd.Jumps && block.Target <= block.Start && _blocks.ContainsKey(block.Target)) entries.Add(block.Target);
            if (block.IsCall && _blocks.ContainsKey(block.Next)) entries.Add(block.Next);
        }
        return [.. entries];
    }

    private void EmitAll(uint[] entries)
    {
        _body.EmitEntry(UsedRegisters());
        _il.Emit(OpCodes.Ldarg_3);
        _il.Emit(OpCodes.Switch, Array.ConvertAll(entries, entry => _blocks[entry].Label));
        Go(entries[0], order: int.MaxValue);
        for (int order = 0; order < _region.Blocks.Count; order++) EmitBlock(_region.Blocks[order], order);
        _body.EmitExits();
    }

    private HashSet<int> UsedRegisters()
    {
        var used = new HashSet<int>();
        foreach (BasicBlock block in _region.Blocks)
        {
            foreach (Instruction i in block.Body) RegisterUse.Add(i, used);
            if (!block.HasJump) continue;
            RegisterUse.Add(block.Jump, used);
            RegisterUse.Add(block.DelaySlot, used);
        }
        return used;
    }

    private void EmitBlock(BasicBlock block, int order)
    {
        _il.MarkLabel(_blocks[block.Start].Label);
        _body.TakeFromBudget(block.Steps);
        uint pc = block.Start;
        for (int n = 0; n < block.Body.Length; n++, pc += 4)
            _instructions.Emit(block.Body[n], new UnitExit(UnitExitKind.Interpret, pc, block.Steps - n));
        switch (block.End)
        {
            case BlockEnd.Falls: Go(block.Next, order); break;
            case BlockEnd.Stops: _body.Leave(new UnitExit(UnitExitKind.Interpret, pc, 0)); break;
            case BlockEnd.Branches: EmitBranch(block, order); break;
            case BlockEnd.Jumps:
                Link(block);
                EmitDelaySlot(block);
                Go(block.Target, order);
                break;
            case BlockEnd.JumpsIndirectly: EmitIndirect(block, order); break;
        }
    }

    private void EmitBranch(BasicBlock block, int order)
    {
        Instruction jump = block.Jump;
        Label taken = _il.DefineLabel(), notTaken = _il.DefineLabel();
        if (Branching.IsLikely(jump.Opcode))
        {
            Link(block);
            BranchEmitter.BranchIfNot(_body, jump, notTaken);
            EmitDelaySlot(block);
            Go(block.Target, order);
            _il.MarkLabel(notTaken);
            _body.TakeFromBudget(-1); // the delay slot is skipped
            Go(block.Next, order);
            return;
        }
        Link(block);
        int written = RegisterUse.Written(block.DelaySlot);
        if (written != 0 && (written == jump.Rs || written == jump.Rt))
        {
            BranchEmitter.PushCondition(_body, jump);
            _il.Emit(OpCodes.Stloc, _condition);
            EmitDelaySlot(block);
            _il.Emit(OpCodes.Ldloc, _condition);
            _il.Emit(OpCodes.Brtrue, taken);
        }
        else
        {
            EmitDelaySlot(block);
            if (IsAhead(block.Target, order))
            {
                BranchEmitter.BranchIf(_body, jump, _blocks[block.Target].Label);
                Go(block.Next, order);
                return;
            }
            BranchEmitter.BranchIf(_body, jump, taken);
        }
        Go(block.Next, order);
        _il.MarkLabel(taken);
        Go(block.Target, order);
    }

    private void EmitIndirect(BasicBlock block, int order)
    {
        _body.PushRegister(block.Jump.Rs);
        _il.Emit(OpCodes.Stloc, _target);
        Link(block);
        EmitDelaySlot(block);
        if (_returns.TryGetValue(block.Start, out List<uint>? sites))
        {
            foreach (uint site in sites)
            {
                Label other = _il.DefineLabel();
                _il.Emit(OpCodes.Ldloc, _target);
                _il.Emit(OpCodes.Ldc_I4, (int)site);
                if (IsAhead(site, order))
                {
                    _il.Emit(OpCodes.Beq, _blocks[site].Label);
                    continue;
                }
                _il.Emit(OpCodes.Bne_Un, other);
                Go(site, order);
                _il.MarkLabel(other);
            }
        }
        _body.LeaveTo(_target);
    }

    private void EmitDelaySlot(BasicBlock block) =>
        _instructions.Emit(block.DelaySlot, new UnitExit(UnitExitKind.Interpret, block.BodyEnd, 2));

    private void Link(BasicBlock block)
    {
        int link = Branching.LinkRegister(block.Jump);
        if (link == 0) return;
        _il.Emit(OpCodes.Ldc_I4, (int)(block.BodyEnd + 8));
        _body.PopRegister(link);
    }

    private bool IsAhead(uint target, int order) => _blocks.TryGetValue(target, out var block) && block.Order > order;

    /// <summary>Goes on at an address: within the unit, if the budget allows where that turns back, or outside.</summary>
    private void Go(uint target, int order)
    {
        if (!_blocks.TryGetValue(target, out var block))
        {
            _body.Leave(new UnitExit(UnitExitKind.Jump, target, 0));
            return;
        }
        if (block.Order <= order) _body.LeaveIfBudgetBelow(_region.Steps, new UnitExit(UnitExitKind.Jump, target, 0));
        _il.Emit(OpCodes.Br, block.Label);
    }
}
