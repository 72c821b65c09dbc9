using Opml.Mips.Elf;
using Opml.Mips.Execution;
using Opml.Mips.Insight.Profile;
using Opml.Mips.Isa;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Tests.Insight;

public sealed class RunProfileTests
{
    [Fact]
    public void Every_step_of_a_program_is_counted_where_it_was_made()
    {
        RunOrigin origin = GuestRun.Mnist();
        var expected = new Dictionary<uint, ulong>();
        Machine machine = GuestRun.At(origin, 0);
        while (machine.State.Status == MachineStatus.Running && machine.State.Step < 200_000)
        {
            expected[machine.State.Pc] = expected.GetValueOrDefault(machine.State.Pc) + 1;
            machine.Run(1, TestContext.Current.CancellationToken);
        }

        Machine measured = origin.Load();
        RunProfile profile = RunProfile.Of(measured, origin.Image.Symbols, 200_000, null, TestContext.Current.CancellationToken);
        Assert.Equal(machine.StateHash(), measured.StateHash());
        Assert.Equal(200_000ul, profile.Steps);
        Assert.Equal(expected.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)), profile.ByInstruction().OrderBy(one => one.Address).Select(one => (one.Address, one.Steps)));
        Assert.Equal(
            expected.GroupBy(pair => origin.Image.Symbols.Locate(pair.Key)?.Symbol.Name ?? "").ToDictionary(group => group.Key, group => group.Aggregate(0ul, (sum, pair) => sum + pair.Value)),
            profile.ByFunction().GroupBy(one => one.Function ?? "").ToDictionary(group => group.Key, group => group.Aggregate(0ul, (sum, one) => sum + one.Steps)));
        Assert.Equal(200_000ul, profile.ByOpcode().Aggregate(0ul, (sum, one) => sum + one.Steps));
        Assert.Equal(1, profile.ByFunction().Sum(one => one.Share), 9);
    }

    [Fact]
    public void A_whole_run_ends_and_main_has_all_that_it_called()
    {
        RunOrigin origin = GuestRun.Mnist();
        RunProfile profile = RunProfile.Of(origin.Load(), origin.Image.Symbols, ulong.MaxValue, null, TestContext.Current.CancellationToken);
        IReadOnlyList<FunctionProfile> functions = profile.ByFunction();
        FunctionProfile main = Assert.Single(functions, one => one.Function == "main.main");
        FunctionProfile classify = Assert.Single(functions, one => one.Function == "main.network.classify");
        Assert.Equal((1ul, 1ul), (main.Calls, classify.Calls));
        Assert.True(main.Steps < classify.TotalSteps && classify.TotalSteps < main.TotalSteps && main.TotalSteps < profile.Steps);
        Assert.True(functions.All(one => one.TotalSteps >= one.Steps && one.TotalSteps <= profile.Steps));
        Assert.Equal(functions.OrderByDescending(one => one.Steps).Select(one => one.Steps), functions.Select(one => one.Steps));
    }

    /// <summary>f(n) calls itself n times: each step in it counts once, however deep.</summary>
    [Fact]
    public void A_recursive_functions_steps_count_once()
    {
        uint[] code =
        [
            0x24040003, // start: li a0,3
            0x0c000406, // jal f
            0x00000000, // nop
            0x24020fa1, // li v0,4001
            0x0000000c, // syscall: exit
            0x00000000,
            0x10800006, // f (0x1018): beqz a0,out
            0x27bdfff8, // addiu sp,sp,-8
            0xafbf0000, // sw ra,0(sp)
            0x0c000406, // jal f
            0x2484ffff, // addiu a0,a0,-1
            0x8fbf0000, // lw ra,0(sp)
            0x00000000,
            0x03e00008, // out: jr ra
            0x27bd0008, // addiu sp,sp,8
        ];
        var memory = new AddressSpace();
        for (int i = 0; i < code.Length; i++) memory.WriteWord(0x1000 + (uint)i * 4, code[i]);
        var machine = new Machine(memory);
        (machine.State.Pc, machine.State.NextPc) = (0x1000, 0x1004);
        machine.State.Registers[29] = 0x8000;
        var symbols = new SymbolTable([new Symbol("start", 0x1000, 24, true), new Symbol("f", 0x1018, 36, true)]);
        RunProfile profile = RunProfile.Of(machine, symbols, 1000, null, TestContext.Current.CancellationToken);
        FunctionProfile f = Assert.Single(profile.ByFunction(), one => one.Function == "f");
        FunctionProfile start = Assert.Single(profile.ByFunction(), one => one.Function == "start");
        Assert.Equal((4ul, 31ul, 31ul), (f.Calls, f.Steps, f.TotalSteps));
        Assert.Equal((0ul, 5ul, 36ul), (start.Calls, start.Steps, start.TotalSteps));
        Assert.Equal((36ul, 5ul), (profile.Steps, profile.ByOpcode().Single(one => one.Opcode == Mnemonics.Of(Opcode.Jr)).Steps + 1));
    }
}
