using Opml.Mips.Commitment;
using Opml.Mips.State;

namespace Opml.Mips.Tests.Commitment;

public class WitnessTests
{
    private static CpuState State()
    {
        var state = new CpuState
        {
            Pc = 0x0102_0304,
            NextPc = 0x0506_0708,
            Lo = 0x090a_0b0c,
            Hi = 0x0d0e_0f10,
            Heap = 0x1112_1314,
            Status = MachineStatus.Trapped,
            ExitCode = 0x16,
            Step = 0x1718_191a_1b1c_1d1e,
        };
        for (uint i = 0; i < 32; i++) state.Registers[i] = 0x2020_2000 + i;
        return state;
    }

    [Fact]
    public void Fields_stand_in_order_big_endian()
    {
        byte[] root = [.. Enumerable.Repeat((byte)0xaa, 32)];
        string registers = string.Concat(Enumerable.Range(0, 32).Select(i => $"202020{i:x2}"));
        Assert.Equal(
            string.Concat(Enumerable.Repeat("aa", 32)) + "01020304" + "05060708" + "090a0b0c" + "0d0e0f10" + "11121314" + "02" + "16" + "1718191a1b1c1d1e" + registers,
            Convert.ToHexStringLower(Witness.Encode(State(), root)));
    }

    [Fact]
    public void Decoding_gives_back_what_was_encoded()
    {
        byte[] root = Keccak256.Hash([1]);
        byte[] witness = Witness.Encode(State(), root);
        Assert.Equal(190, witness.Length);
        Assert.Equal(witness, Witness.Encode(Witness.Decode(witness), Witness.MemoryRoot(witness)));
        Assert.Equal(root, Witness.MemoryRoot(witness).ToArray());
    }

    [Fact]
    public void The_state_hash_is_keccak_with_the_status_in_front()
    {
        byte[] witness = Witness.Encode(State(), Keccak256.Hash([1]));
        byte[] expected = Keccak256.Hash(witness);
        expected[0] = 2;
        Assert.Equal(expected, Witness.StateHash(witness));
    }

    [Fact]
    public void A_machine_at_its_start_has_the_witness_that_the_specification_lists()
    {
        byte[] expected = new byte[190];
        ZeroSubtrees.Root(27).CopyTo(expected);
        expected[39] = 4;      // nextPc
        expected[48] = 0x20;   // heap
        expected[52] = 3;      // running
        Assert.Equal(expected, new Opml.Mips.Execution.Machine(new Opml.Mips.Memory.AddressSpace()).Witness());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(189)]
    [InlineData(191)]
    public void Another_length_is_refused(int length)
    {
        Assert.Throws<ArgumentException>(() => Witness.Decode(new byte[length]));
        Assert.Throws<ArgumentException>(() => Witness.StateHash(new byte[length]));
    }
}
