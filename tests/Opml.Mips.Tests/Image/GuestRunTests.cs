using Opml.Mips.Execution;
using Opml.Mips.Image;
using Opml.Mips.Memory;
using Opml.Mips.State;

namespace Opml.Mips.Tests.Image;

/// <summary>Images, run: the stub, the segments, the symbols and the patches do what they are for.</summary>
public class GuestRunTests
{
    [Theory]
    [InlineData("hello.elf", "hello from C\n")]
    [InlineData("stack.elf", "")]
    [InlineData("memory.elf", "")]
    public void C_programs_run_to_exit_code_0(string name, string text)
    {
        Machine machine = Run(name, [], []);
        Assert.Equal((MachineStatus.Succeeded, 0, text), (machine.State.Status, machine.State.ExitCode, machine.Console!.ToString()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(255)]
    public void Echo_returns_its_input_and_the_models_first_byte(byte code)
    {
        Machine machine = Run("echo.elf", [code], "any bytes"u8);
        Assert.Equal((code == 0 ? MachineStatus.Succeeded : MachineStatus.Failed, code), (machine.State.Status, machine.State.ExitCode));
        Assert.Equal("any bytes"u8.ToArray(), machine.ReadOutput());
        Assert.Equal(0x12345678u, machine.Memory.ReadWord(MemoryMap.Magic));
    }

    [Theory]
    [InlineData(0, "break")]
    [InlineData(1, "a misaligned load")]
    [InlineData(2, "signed overflow")]
    [InlineData(3, "an instruction of release 2")]
    [InlineData(4, "a trap condition that holds")]
    [InlineData(5, "a jump in a delay slot")]
    [InlineData(6, "a floating-point instruction")]
    public void Traps_end_in_the_function_that_made_them(byte kind, string what)
    {
        Machine machine = Run("trap.elf", [], [kind]);
        Assert.True(machine.State.Status == MachineStatus.Trapped, what);
        Assert.Equal("__start", MipsImage.FromElf(GuestFile.Read("trap.elf")).Symbols.Locate(machine.State.Pc)!.Symbol.Name);
    }

    internal static Machine Run(string name, ReadOnlySpan<byte> model, ReadOnlySpan<byte> input)
    {
        Machine machine = Machine.Load(MipsImage.FromElf(GuestFile.Read(name)).Bytes.Span, model, input);
        machine.Console = new GuestConsole();
        machine.Run(20_000_000, TestContext.Current.CancellationToken);
        return machine;
    }
}
