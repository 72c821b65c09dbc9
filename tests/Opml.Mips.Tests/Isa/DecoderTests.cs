using Opml.Mips.Isa;
using Opml.Mips.Tests.Cases;

namespace Opml.Mips.Tests.Isa;

/// <summary>The decode table against the forms of the manual, written down a second time.</summary>
public class DecoderTests
{
    [Fact]
    public void Every_form_decodes_to_its_instruction_whatever_its_operands()
    {
        var random = new Random(1);
        foreach (InstructionForm form in InstructionForm.All)
            for (int i = 0; i < 200; i++)
                Assert.Equal(form.Name, Mnemonics.Of(Decoder.Decode(form.Fixed | ((uint)random.NextInt64(1L << 32) & form.Free)).Opcode));
    }

    [Fact]
    public void Everything_else_is_reserved()
    {
        var random = new Random(2);
        for (int i = 0; i < 300_000; i++)
        {
            uint word = (uint)random.NextInt64(1L << 32);
            if (i % 2 == 0) word &= 0x03ff_ffff; // SPECIAL
            else if (i % 3 == 0) word = (word & 0x03ff_ffff) | (i % 5 == 0 ? 0x0400_0000u : 0x7000_0000u); // REGIMM, SPECIAL2
            string expected = InstructionForm.All.FirstOrDefault(form => form.Matches(word))?.Name ?? "reserved";
            Assert.Equal(expected, Mnemonics.Of(Decoder.Decode(word).Opcode));
        }
    }

    [Fact]
    public void A_single_bit_off_its_form_is_another_instruction_or_none()
    {
        foreach (InstructionForm form in InstructionForm.All)
        {
            for (int bit = 0; bit < 32; bit++)
            {
                if ((form.Free >> bit & 1) != 0) continue;
                uint word = form.Fixed ^ (1u << bit);
                string expected = InstructionForm.All.FirstOrDefault(f => f.Matches(word))?.Name ?? "reserved";
                Assert.Equal(expected, Mnemonics.Of(Decoder.Decode(word).Opcode));
            }
        }
    }

    [Fact]
    public void The_forms_do_not_overlap() =>
        Assert.All(InstructionForm.All, form => Assert.Single(InstructionForm.All, f => f.Matches(form.Fixed)));

    [Fact]
    public void There_is_a_form_for_every_operation() =>
        Assert.Equal(Enum.GetValues<Opcode>().Length - 1, InstructionForm.All.Count);
}
