using System.Reflection.Emit;
using Opml.Mips.Isa;

namespace Opml.Mips.Execution.Translated;

/// <summary>
/// Translates a region to one method. Guest registers are locals, loaded at the entry and stored at the way out. Steps are
/// taken off the budget as late as can be: each block has a debt, the steps that a path has made to its start
/// and not yet paid for, which is known in advance. Only an edge that turns back looks at what is left, so
/// that at most the region's steps are made between two looks. An instruction that may trap, or whose page is not open, leaves before it does anything.
/// </summary>
internal sealed unsafe class UnitEmitter
{
    private readonly Region _region;
    private readonly UnitBody _body;
    private readonly ILGenerator _il;
    private readonly InstructionEmitter _instructions;
    private readonly Dictionary<uint, (int Order, Label Label)> _blocks = [];
    private readonly int[] _debts;
    private readonly LocalBuilder _condition;
    private readonly LocalBuilder _target;

    private UnitEmitter(Region region, DynamicMethod method)
    {
        _region = region;
        _il = method.GetILGenerator(region.Steps * 24);
        _body = new UnitBody(_il);
        _instructions = new InstructionEmitter(_body);
        _debts = new int[region.Blocks.Count];
        _condition = _il.DeclareLocal(typeof(bool));
        _target = _il.DeclareLocal(typeof(uint));
        foreach (BasicBlock block in region.Blocks) _blocks.Add(block.Start, (_blocks.Count, _il.DefineLabel()));
    }

    /// <summary>Translates a region that was found around <paramref name="head"/>, the first of the unit's entries.</summary>
    public static Unit Emit(Region region, uint head)
    {
        var method = new DynamicMethod($"mips_{head:x8}", typeof(int), [typeof(GuestRegisters*), typeof(nint*), typeof(int)], typeof(Unit).Module, skipVisibility: true)
        {
            InitLocals = false,
        };
        var emitter = new UnitEmitter(region, method);
        uint[] entries = emitter.FindEntries(head);
        emitter.FindDebts(entries);
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

    /// <summary>
    /// A block inherits the debt of the block from which it is first reached, and that block's steps. Entries have none,
    /// nor has what a path turns back to.
    /// </summary>
    private void FindDebts(uint[] entries)
    {
        bool[] isSettled = new bool[_debts.Length];
        foreach (uint entry in entries) isSettled[_blocks[entry].Order] = true;
        for (int order = 0; order < _debts.Length; order++)
        {
            foreach ((uint target, _) in Successors(_region.Blocks[order]))
                if (_blocks.TryGetValue(target, out var block) && block.Order <= order) isSettled[block.Order] = true;
        }
        for (int order = 0; order < _debts.Length; order++)
        {
            foreach ((uint target, int steps) in Successors(_region.Blocks[order]))
            {
                if (!_blocks.TryGetValue(target, out var block) || isSettled[block.Order]) continue;
                _debts[block.Order] = _debts[order] + steps;
                isSettled[block.Order] = true;
            }
        }
    }

    /// <summary>Where a block leads, and the steps that it makes on that way.</summary>
    private IEnumerable<(uint Target, int Steps)> Successors(BasicBlock block)
    {
        if (block.End is BlockEnd.Falls) yield return (block.Next, block.Steps);
        if (block.End is BlockEnd.Branches) yield return (block.Next, StepsToNext(block));
        if (block.End is BlockEnd.Branches or BlockEnd.Jumps) yield return (block.Target, block.Steps);
        if (!_region.Returns.TryGetValue(block.Start, out List<uint>? sites)) yield break;
        foreach (uint site in sites) yield return (site, block.Steps);
    }

    // A likely branch that is not taken skips its delay slot.
    private static int StepsToNext(BasicBlock block) => block.Steps - (Branching.IsLikely(block.Jump.Opcode) ? 1 : 0);

    private void EmitAll(uint[] entries)
    {
        _body.EmitEntry(UsedRegisters(), BaseWindow.Find(_region, _il));
        _il.Emit(OpCodes.Ldarg_2);
        _il.Emit(OpCodes.Switch, Array.ConvertAll(entries, entry => _blocks[entry].Label));
        _il.Emit(OpCodes.Br, _blocks[entries[0]].Label);
        for (int order = 0; order < _region.Blocks.Count; order++) EmitBlock(_region.Blocks[order], order);
        _body.EmitRest();
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
        uint pc = block.Start;
        int debt = _debts[order];
        foreach (Instruction i in block.Body)
        {
            _instructions.Emit(i, new UnitExit(UnitExitKind.Interpret, pc, debt));
            pc += 4;
            debt++;
        }
        switch (block.End)
        {
            case BlockEnd.Falls: Go(block.Next, order, debt); break;
            case BlockEnd.Stops: _body.Leave(new UnitExit(UnitExitKind.Interpret, pc, debt)); break;
            case BlockEnd.Branches: EmitBranch(block, order, debt); break;
            case BlockEnd.Jumps:
                Link(block);
                EmitDelaySlot(block, debt);
                Go(block.Target, order, debt + 2);
                break;
            case BlockEnd.JumpsIndirectly: EmitIndirect(block, order, debt); break;
        }
    }

    private void EmitBranch(BasicBlock block, int order, int debt)
    {
        Instruction jump = block.Jump;
        Label taken = _il.DefineLabel();
        Link(block);
        if (Branching.IsLikely(jump.Opcode))
        {
            BranchEmitter.BranchIf(_body, jump, taken);
            Go(block.Next, order, debt + 1);
            _il.MarkLabel(taken);
            EmitDelaySlot(block, debt);
            Go(block.Target, order, debt + 2);
            return;
        }
        int written = RegisterWrite.Of(block.DelaySlot);
        bool isChanged = written != 0 && (written == jump.Rs || written == jump.Rt);
        if (isChanged)
        {
            BranchEmitter.PushCondition(_body, jump);
            _il.Emit(OpCodes.Stloc, _condition);
        }
        EmitDelaySlot(block, debt);
        bool isDirect = IsDirect(block.Target, order, debt + 2);
        Label target = isDirect ? _blocks[block.Target].Label : taken;
        if (isChanged)
        {
            _il.Emit(OpCodes.Ldloc, _condition);
            _il.Emit(OpCodes.Brtrue, target);
        }
        else if (!BranchEmitter.TryFuse(_body, block, target))
        {
            BranchEmitter.BranchIf(_body, jump, target);
        }
        Go(block.Next, order, debt + 2);
        if (isDirect) return;
        _il.MarkLabel(taken);
        Go(block.Target, order, debt + 2);
    }

    private void EmitIndirect(BasicBlock block, int order, int debt)
    {
        _body.PushRegister(block.Jump.Rs);
        _il.Emit(OpCodes.Stloc, _target);
        Link(block);
        EmitDelaySlot(block, debt);
        debt += 2;
        if (_region.Returns.TryGetValue(block.Start, out List<uint>? sites))
        {
            foreach (uint site in sites)
            {
                _il.Emit(OpCodes.Ldloc, _target);
                _il.Emit(OpCodes.Ldc_I4, (int)site);
                if (IsDirect(site, order, debt))
                {
                    _il.Emit(OpCodes.Beq, _blocks[site].Label);
                    continue;
                }
                Label other = _il.DefineLabel();
                _il.Emit(OpCodes.Bne_Un, other);
                Go(site, order, debt);
                _il.MarkLabel(other);
            }
        }
        _body.LeaveTo(_target, debt);
    }

    private void EmitDelaySlot(BasicBlock block, int debt) =>
        _instructions.Emit(block.DelaySlot, new UnitExit(UnitExitKind.Interpret, block.BodyEnd, debt));

    private void Link(BasicBlock block)
    {
        int link = Branching.LinkRegister(block.Jump);
        if (link == 0) return;
        _il.Emit(OpCodes.Ldc_I4, (int)(block.BodyEnd + 8));
        _body.PopRegister(link);
    }

    /// <summary>Whether a jump to an address needs no more than a branch.</summary>
    private bool IsDirect(uint target, int order, int debt) =>
        _blocks.TryGetValue(target, out var block) && block.Order > order && _debts[block.Order] == debt;

    /// <summary>Goes on at an address: within the unit, if the budget allows where that turns back, or outside.</summary>
    private void Go(uint target, int order, int debt)
    {
        if (!_blocks.TryGetValue(target, out var block))
        {
            _body.Leave(new UnitExit(UnitExitKind.Jump, target, debt));
            return;
        }
        _body.TakeFromBudget(debt - _debts[block.Order]);
        if (block.Order <= order) _body.LeaveIfBudgetBelow(_region.Steps, new UnitExit(UnitExitKind.Jump, target, 0));
        _il.Emit(OpCodes.Br, block.Label);
    }
}
