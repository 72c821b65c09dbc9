namespace Opml.Mips.Tests.Execution.Instructions;

public class ArithmeticTests
{
    [Theory]
    //          instruction, rs,        rt,          rd
    [InlineData("add", 1u, 2u, 3u)]
    [InlineData("add", 0x7fff_fffeu, 1u, 0x7fff_ffffu)]
    [InlineData("add", 0x8000_0001u, 0xffff_ffffu, 0x8000_0000u)]
    [InlineData("add", 0x8000_0000u, 0x7fff_ffffu, 0xffff_ffffu)]
    [InlineData("addu", 0x7fff_ffffu, 1u, 0x8000_0000u)]
    [InlineData("addu", 0xffff_ffffu, 1u, 0u)]
    [InlineData("sub", 3u, 5u, 0xffff_fffeu)]
    [InlineData("sub", 0xffff_ffffu, 0x8000_0000u, 0x7fff_ffffu)]
    [InlineData("subu", 0x8000_0000u, 1u, 0x7fff_ffffu)]
    [InlineData("subu", 0u, 1u, 0xffff_ffffu)]
    [InlineData("slt", 0xffff_ffffu, 0u, 1u)]
    [InlineData("slt", 0u, 0xffff_ffffu, 0u)]
    [InlineData("slt", 0x8000_0000u, 0x7fff_ffffu, 1u)]
    [InlineData("slt", 7u, 7u, 0u)]
    [InlineData("sltu", 0xffff_ffffu, 0u, 0u)]
    [InlineData("sltu", 0u, 0xffff_ffffu, 1u)]
    [InlineData("and", 0xff00_ff00u, 0x0ff0_0ff0u, 0x0f00_0f00u)]
    [InlineData("or", 0xff00_ff00u, 0x0ff0_0ff0u, 0xfff0_fff0u)]
    [InlineData("xor", 0xff00_ff00u, 0x0ff0_0ff0u, 0xf0f0_f0f0u)]
    [InlineData("nor", 0xff00_ff00u, 0x0ff0_0ff0u, 0x000f_000fu)]
    [InlineData("sllv", 0u, 0x8000_0001u, 0x8000_0001u)]
    [InlineData("sllv", 31u, 0x0000_0003u, 0x8000_0000u)]
    [InlineData("sllv", 32u, 0x8000_0001u, 0x8000_0001u)] // the amount is taken modulo 32
    [InlineData("sllv", 33u, 0x4000_0001u, 0x8000_0002u)]
    [InlineData("srlv", 31u, 0x8000_0000u, 1u)]
    [InlineData("srlv", 32u, 0x8000_0000u, 0x8000_0000u)]
    [InlineData("srlv", 0xffff_ffe1u, 0x8000_0000u, 0x4000_0000u)]
    [InlineData("srav", 31u, 0x8000_0000u, 0xffff_ffffu)]
    [InlineData("srav", 32u, 0x8000_0000u, 0x8000_0000u)]
    [InlineData("srav", 0xffff_ffffu, 0x7fff_ffffu, 0u)]
    [InlineData("movz", 5u, 0u, 5u)]
    [InlineData("movz", 5u, 1u, 0x0a0a_0a0au)] // rd as it was
    [InlineData("movn", 5u, 1u, 5u)]
    [InlineData("movn", 5u, 0u, 0x0a0a_0a0au)]
    [InlineData("clz", 0u, 0u, 32u)]
    [InlineData("clz", 1u, 0u, 31u)]
    [InlineData("clz", 0x8000_0000u, 0u, 0u)]
    [InlineData("clz", 0x0000_8000u, 0u, 16u)]
    [InlineData("clo", 0xffff_ffffu, 0u, 32u)]
    [InlineData("clo", 0u, 0u, 0u)]
    [InlineData("clo", 0xffff_0000u, 0u, 16u)]
    public void From_two_registers(string instruction, uint rs, uint rt, uint rd) =>
        OneStep.Of(instruction, rs, rt).Writes(OneStep.Rd, rd);

    [Theory]
    //          instruction, rs, immediate, rt
    [InlineData("addi", 5u, 0xffffu, 4u)]
    [InlineData("addi", 0x8000_0000u, 0x7fffu, 0x8000_7fffu)]
    [InlineData("addiu", 0x7fff_ffffu, 1u, 0x8000_0000u)]
    [InlineData("addiu", 0u, 0x8000u, 0xffff_8000u)]
    [InlineData("slti", 0xffff_ffffu, 0u, 1u)]
    [InlineData("slti", 0xffff_8000u, 0x8000u, 0u)]
    [InlineData("sltiu", 0x7fff_ffffu, 0xffffu, 1u)] // sign-extended, then compared without sign
    [InlineData("sltiu", 0xffff_ffffu, 0x7fffu, 0u)]
    [InlineData("andi", 0xffff_ffffu, 0x8001u, 0x0000_8001u)]
    [InlineData("ori", 0xffff_0000u, 0x8001u, 0xffff_8001u)]
    [InlineData("xori", 0xffff_ffffu, 0x8001u, 0xffff_7ffeu)]
    [InlineData("lui", 0u, 0x8001u, 0x8001_0000u)]
    public void From_a_register_and_an_immediate(string instruction, uint rs, uint immediate, uint rt) =>
        OneStep.Of(instruction, rs, 0x5555_5555, immediate).Writes(OneStep.Rt, rt);

    [Theory]
    //          instruction, rt, amount, rd
    [InlineData("sll", 0x8000_0001u, 0, 0x8000_0001u)]
    [InlineData("sll", 0x8000_0001u, 1, 2u)]
    [InlineData("sll", 1u, 31, 0x8000_0000u)]
    [InlineData("srl", 0x8000_0000u, 31, 1u)]
    [InlineData("sra", 0x8000_0000u, 31, 0xffff_ffffu)]
    [InlineData("sra", 0x7fff_ffffu, 30, 1u)]
    public void Shifts_by_an_amount(string instruction, uint rt, int amount, uint rd) =>
        OneStep.Of(instruction, 0, rt, sa: amount).Writes(OneStep.Rd, rd);

    [Theory]
    //          instruction, rs, rt or immediate
    [InlineData("add", 0x7fff_ffffu, 1u)]
    [InlineData("add", 0x8000_0000u, 0xffff_ffffu)]
    [InlineData("add", 0x8000_0000u, 0x8000_0000u)]
    [InlineData("addi", 0x7fff_ffffu, 1u)]
    [InlineData("addi", 0x8000_0000u, 0xffffu)]
    [InlineData("sub", 0x8000_0000u, 1u)]
    [InlineData("sub", 0x7fff_ffffu, 0xffff_ffffu)]
    [InlineData("sub", 0u, 0x8000_0000u)]
    public void Signed_overflow_traps(string instruction, uint rs, uint other) =>
        OneStep.Of(instruction, rs, other, other).Traps();

    [Theory]
    [InlineData(0x0109_0021u)] // addu $zero, $t0, $t1
    [InlineData(0x2500_0005u)] // addiu $zero, $t0, 5
    [InlineData(0x0000_0012u)] // mflo $zero
    [InlineData(0x7109_0002u)] // mul $zero, $t0, $t1
    public void A_write_to_register_0_is_discarded(uint word) =>
        OneStep.Word(word, 3, 4).With(s => s.Lo = 7).Becomes(_ => { });

    [Fact]
    public void Clz_takes_no_notice_of_its_rt_field() =>
        OneStep.Word(0x7100_5020, rs: 1).Writes(OneStep.Rd, 31); // rt field 0, where the manual wants rd

    [Theory]
    //          word, and the field that should be zero
    [InlineData(0x0029_5080u, "sll: rs")]
    [InlineData(0x0029_5082u, "srl: rs (rotr of release 2)")]
    [InlineData(0x0109_5046u, "srlv: sa (rotrv of release 2)")]
    [InlineData(0x0109_5061u, "addu: sa")]
    [InlineData(0x3d09_0001u, "lui: rs")]
    [InlineData(0x0109_0818u, "mult: rd")]
    [InlineData(0x0109_5010u, "mfhi: rs, rt")]
    [InlineData(0x0109_0008u, "jr: rt")]
    [InlineData(0x0109_f809u, "jalr: rt")]
    [InlineData(0x1901_0001u, "blez: rt")]
    [InlineData(0x7109_5062u, "mul: sa")]
    [InlineData(0x7109_5060u, "clz: sa")]
    [InlineData(0x0109_504au, "movz: sa")]
    [InlineData(0x0020_000fu, "sync: rs")]
    public void A_field_that_must_be_zero_and_is_not_traps(uint word, string field)
    {
        Assert.NotEmpty(field);
        OneStep.Word(word, 1, 2).Traps();
    }

    [Theory]
    [InlineData(0x0000_0001u)] // movf, movt: no coprocessor 1
    [InlineData(0x4600_0000u)] // coprocessor 1
    [InlineData(0x4000_0000u)] // coprocessor 0
    [InlineData(0x7c03_e83bu)] // rdhwr, release 2
    [InlineData(0x7c00_0420u)] // seb, release 2
    [InlineData(0xbc00_0000u)] // cache
    [InlineData(0x7000_003fu)] // sdbbp
    [InlineData(0x9c00_0000u)] // lwu, 64 bits
    [InlineData(0x6400_0000u)] // daddiu, 64 bits
    [InlineData(0xc400_0000u)] // lwc1
    [InlineData(0x041f_0000u)] // synci, release 2
    [InlineData(0xffff_ffffu)]
    public void What_is_no_instruction_here_traps(uint word) => OneStep.Word(word).Traps();
}
