using Opml.Mips.Elf;
using Opml.Mips.Execution;
using Opml.Mips.Insight;
using Opml.Mips.Isa;
using Opml.Mips.State;

namespace Opml.Mips.Tests.Insight;

/// <summary>Stacks that are told from the code, held against the calls and returns that the machine really made.</summary>
public sealed class CallStackTests
{
    [Fact]
    public void Every_frame_that_is_told_is_a_call_that_was_made()
    {
        RunOrigin origin = GuestRun.Mnist();
        Machine machine = GuestRun.At(origin, 0);
        SymbolTable symbols = origin.Image.Symbols;
        var calls = new List<uint>(); // where the calls stand that have not returned
        int told = 0, inMain = 0;
        for (ulong step = 0; machine.State.Status == MachineStatus.Running && step < 2_000_000; step++)
        {
            // 499 is prime to the loops' lengths: all kinds of places come up, prologues and epilogues among them.
            if (step % 499 == 0)
            {
                CallStack stack = CallStack.Of(machine.State, machine.Memory, symbols);
                Assert.Equal(machine.State.Pc, stack.Frames.Count > 0 ? stack.Frames[0].Address : machine.State.Pc);
                uint[] callers = [.. stack.Frames.Skip(1).Select(frame => frame.Address)];
                Assert.Equal(calls.AsEnumerable().Reverse().Take(callers.Length), callers);
                told += callers.Length;
                if (stack.Frames.Any(frame => frame.Function == "main.main"))
                {
                    inMain++;
                    Assert.Equal(("runtime.main", "runtime.main is where its goroutine begins"), (stack.Frames[^1].Function, stack.End));
                }
            }
            Follow(machine, calls);
        }
        Assert.True(told > 1000, $"{told} frames were told.");
        Assert.True(inMain > 30, $"main.main was seen {inMain} times.");
    }

    [Fact]
    public void Without_symbols_there_is_no_frame_and_the_end_says_so()
    {
        Machine machine = GuestRun.At(GuestRun.Mnist(), 1000);
        CallStack stack = CallStack.Of(machine.State, machine.Memory, SymbolTable.Empty);
        Assert.Empty(stack.Frames);
        Assert.Contains("no symbols", stack.End, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_pointer_that_cannot_be_followed_ends_the_stack()
    {
        Machine machine = GuestRun.At(GuestRun.Of("echo.elf"), 0);
        machine.Memory.WriteWord(0x1000, 0x0000e821); // move sp,zero
        machine.Memory.WriteWord(0x1004, 0x00000000);
        machine.State.Pc = 0x1004;
        machine.State.NextPc = 0x1008;
        CallStack stack = CallStack.Of(machine.State, machine.Memory, new SymbolTable([new Symbol("lost", 0x1000, 16, true)]));
        Assert.Equal("lost", Assert.Single(stack.Frames).Function);
        Assert.Contains("stack pointer", stack.End, StringComparison.Ordinal);
    }

    [Fact]
    public void A_return_address_that_follows_no_call_ends_the_stack()
    {
        Machine machine = GuestRun.At(GuestRun.Of("echo.elf"), 0);
        machine.State.Registers[31] = 0x2000;
        machine.State.Pc = 0x1000;
        CallStack stack = CallStack.Of(machine.State, machine.Memory, new SymbolTable([new Symbol("leaf", 0x1000, 16, true)]));
        Assert.Single(stack.Frames);
        Assert.Contains("0x00002000, where leaf would return to, does not follow a call", stack.End, StringComparison.Ordinal);
    }

    /// <summary>A frame that gcc makes with a frame pointer, for room that is taken from the stack by a register.</summary>
    [Fact]
    public void A_frame_pointer_stands_in_where_the_stack_pointer_moves_by_a_register()
    {
        uint[] code =
        [
            0x0c000402, 0x00000000, // caller at 0x1000: jal 0x1008
            0x27bdfff0,             // 0x1008: addiu sp,sp,-16
            0xafbf000c,             // sw ra,12(sp)
            0xafbe0008,             // sw s8,8(sp)
            0x03a0f025,             // move s8,sp
            0x03a4e823,             // subu sp,sp,a0
            0x00000000,             // here
        ];
        Machine machine = GuestRun.At(GuestRun.Of("echo.elf"), 0);
        for (int i = 0; i < code.Length; i++) machine.Memory.WriteWord(0x1000 + (uint)i * 4, code[i]);
        machine.State.Pc = 0x1000;
        machine.State.NextPc = 0x1004;
        machine.State.Registers[29] = 0x7fff0000;
        machine.State.Registers[4] = 64;
        machine.Run(7, TestContext.Current.CancellationToken);
        CallStack stack = CallStack.Of(machine.State, machine.Memory, new SymbolTable([new Symbol("caller", 0x1000, 8, true), new Symbol("callee", 0x1008, 24, true)]));
        Assert.Equal(["callee", "caller"], stack.Frames.Select(frame => frame.Function));
        Assert.Equal([0x7ffeffb0u, 0x7fff0000u], stack.Frames.Select(frame => frame.StackPointer));
        Assert.Equal(0x1000u, stack.Frames[1].Address);
    }

    /// <summary>Executes a step; a call or return that it makes counts once its delay slot is done, for until then the pc is where it was.</summary>
    private static void Follow(Machine machine, List<uint> calls)
    {
        uint pc = machine.State.Pc;
        Instruction i = Decoder.Decode(machine.Memory.ReadWord(pc));
        machine.Run(1, TestContext.Current.CancellationToken);
        if (i.Opcode is not (>= Opcode.J and <= Opcode.Bgezall) || machine.State.NextPc == machine.State.Pc + 4) return;
        machine.Run(1, TestContext.Current.CancellationToken);
        if (Branching.LinkRegister(i) == 31) calls.Add(pc);
        if (i.Opcode != Opcode.Jr || i.Rs != 31) return;
        int last = calls.FindLastIndex(call => call + 8 == machine.State.Pc);
        if (last >= 0) calls.RemoveRange(last, calls.Count - last);
    }
}
