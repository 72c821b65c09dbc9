using Opml.Mips.Commitment;
using Opml.Mips.Elf;
using Opml.Mips.Execution;
using Opml.Mips.Insight;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Tests.Insight;

public sealed class MachineViewTests
{
    [Fact]
    public void A_view_has_the_states_own_values()
    {
        RunOrigin origin = GuestRun.Mnist();
        Machine machine = GuestRun.At(origin, 1234);
        byte[] before = machine.StateHash();
        MachineView view = MachineView.Of(machine, origin.Image.Symbols, new MachineViewOptions { WithWitness = true });
        Assert.Equal((1234ul, MachineStatus.Running, null), (view.Step, view.Status, view.ExitCode));
        Assert.Equal((machine.State.Pc, machine.State.NextPc), (view.Pc, view.NextPc));
        Assert.Equal(machine.State.Registers, view.Registers.Take(32).Select(register => register.Value));
        Assert.Equal(["hi", "lo"], view.Registers.Skip(32).Select(register => register.Name));
        Assert.Equal(view.Instruction, Assert.Single(view.Disassembly, line => line.IsCurrent).Text);
        Assert.Equal(before, Witness.StateHash(view.Witness));
        Assert.Equal("0x" + Convert.ToHexStringLower(before), view.StateHash);
        Assert.Equal(before, machine.StateHash());
    }

    [Fact]
    public void Hashes_are_there_when_asked_for_only()
    {
        MachineView view = MachineView.Of(GuestRun.At(GuestRun.Mnist(), 10), SymbolTable.Empty, new MachineViewOptions());
        Assert.Equal((null, null, null), (view.StateHash, view.MemoryRoot, view.Witness));
    }

    [Fact]
    public void Memory_is_read_as_words_bytes_text_or_a_tensor()
    {
        Machine machine = GuestRun.At(GuestRun.Of("echo.elf", input: [0x3f, 0x80, 0, 0, (byte)'a', (byte)'b', 0, (byte)'c']), 0);
        object Slice(string address, int length, MemoryFormat format) => Assert.Single(MachineView.Of(machine, SymbolTable.Empty,
            new MachineViewOptions { Memory = [new MemoryRequest(new GuestAddress(address), length, format)] }).Memory).Value;

        Assert.Equal(new uint[] { 8, 0x3f800000 }, Slice("0x31000000", 8, MemoryFormat.Word));
        Assert.Equal(new byte[] { 0x3f, 0x80 }, Slice("0x31000004", 2, MemoryFormat.Byte));
        Assert.Equal("ab", Slice("0x31000000+8", 4, MemoryFormat.Text));
        Assert.Equal(new float[] { 1 }, Slice("822083588", 7, MemoryFormat.Tensor));
    }

    [Fact]
    public void A_slice_ends_with_memory() =>
        Assert.Equal(16, MemorySlice.Read(new AddressSpace(), 0xfffffff0, null, 64, MemoryFormat.Byte).Length);

    [Theory]
    [InlineData("0x10", 0x10u)]
    [InlineData("16", 16u)]
    [InlineData("sp", 0x7000u)]
    [InlineData("$sp", 0x7000u)]
    [InlineData("sp-8", 0x6ff8u)]
    [InlineData("fp + 0x10", 0x18u)]
    [InlineData("pc", 0u)]
    [InlineData("type.*a+b", 0x500u)]
    [InlineData("type.*a+b+4", 0x504u)]
    public void Addresses_are_numbers_registers_and_symbols_with_offsets(string text, uint address)
    {
        var state = new CpuState();
        state.Registers[29] = 0x7000;
        state.Registers[30] = 8;
        var symbols = new SymbolTable([new Symbol("type.*a+b", 0x500, 8, false), new Symbol("sp", 0x600, 8, false)]);
        Assert.Equal(address, new GuestAddress(text).Resolve(state, symbols));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("0x100000000")]
    [InlineData("sp+")]
    [InlineData("sp+x")]
    [InlineData("-4")]
    public void What_is_no_address_is_refused_with_advice(string text)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new GuestAddress(text).Resolve(new CpuState(), SymbolTable.Empty));
        Assert.Contains("give a number, a register such as sp, or a symbol", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_register_that_is_none_is_refused() =>
        Assert.Throws<ArgumentException>(() => MachineView.Of(GuestRun.At(GuestRun.Of("echo.elf"), 0), SymbolTable.Empty, new MachineViewOptions { Registers = ["r5"] }));
}
