namespace Opml.Mips.Tests.Execution.Instructions;

public class MultiplyDivideTests
{
    [Theory]
    //          instruction, hi ‖ lo before, rs, rt, hi ‖ lo after
    [InlineData("mult", 0ul, 0xffff_ffffu, 0xffff_ffffu, 1ul)]
    [InlineData("mult", 0ul, 0x8000_0000u, 0x8000_0000u, 0x4000_0000_0000_0000ul)]
    [InlineData("mult", 0ul, 0x8000_0000u, 1u, 0xffff_ffff_8000_0000ul)]
    [InlineData("multu", 0ul, 0xffff_ffffu, 0xffff_ffffu, 0xffff_fffe_0000_0001ul)]
    [InlineData("multu", 0ul, 0x8000_0000u, 2u, 0x0000_0001_0000_0000ul)]
    [InlineData("madd", 0x0000_0000_ffff_fffful, 1u, 1u, 0x0000_0001_0000_0000ul)]
    [InlineData("madd", 0ul, 0xffff_ffffu, 1u, 0xffff_ffff_ffff_fffful)]
    [InlineData("madd", 0x7fff_ffff_ffff_fffful, 1u, 1u, 0x8000_0000_0000_0000ul)] // modulo 2^64
    [InlineData("maddu", 1ul, 0xffff_ffffu, 0xffff_ffffu, 0xffff_fffe_0000_0002ul)]
    [InlineData("msub", 0ul, 1u, 1u, 0xffff_ffff_ffff_fffful)]
    [InlineData("msub", 0ul, 0xffff_ffffu, 1u, 1ul)]
    [InlineData("msubu", 0ul, 0xffff_ffffu, 1u, 0xffff_ffff_0000_0001ul)]
    [InlineData("div", 9ul, 7u, 2u, 0x0000_0001_0000_0003ul)]
    [InlineData("div", 9ul, 0xffff_fff9u, 2u, 0xffff_ffff_ffff_fffdul)] // -7 / 2: towards zero
    [InlineData("div", 9ul, 7u, 0xffff_fffeu, 0x0000_0001_ffff_fffdul)]
    [InlineData("div", 9ul, 0x8000_0000u, 0xffff_ffffu, 0x0000_0000_8000_0000ul)]
    [InlineData("div", 9ul, 0x8000_0000u, 0u, 0x8000_0000_ffff_fffful)] // by zero: hi = rs, lo = 0xffffffff
    [InlineData("div", 9ul, 5u, 0u, 0x0000_0005_ffff_fffful)]
    [InlineData("divu", 9ul, 0xffff_ffffu, 2u, 0x0000_0001_7fff_fffful)]
    [InlineData("divu", 9ul, 0x8000_0000u, 0xffff_ffffu, 0x8000_0000_0000_0000ul)]
    [InlineData("divu", 9ul, 5u, 0u, 0x0000_0005_ffff_fffful)]
    [InlineData("mthi", 0x0000_0001_0000_0002ul, 7u, 0u, 0x0000_0007_0000_0002ul)]
    [InlineData("mtlo", 0x0000_0001_0000_0002ul, 7u, 0u, 0x0000_0001_0000_0007ul)]
    public void Into_hi_and_lo(string instruction, ulong before, uint rs, uint rt, ulong after) =>
        OneStep.Of(instruction, rs, rt)
            .With(s => (s.Hi, s.Lo) = ((uint)(before >> 32), (uint)before))
            .Becomes(s => (s.Hi, s.Lo) = ((uint)(after >> 32), (uint)after));

    [Theory]
    [InlineData("mul", 0xffff_ffffu, 0xffff_ffffu, 1u)] // leaves hi and lo alone
    [InlineData("mul", 0x0001_0000u, 0x0001_0000u, 0u)]
    [InlineData("mfhi", 0u, 0u, 0x1111_1111u)]
    [InlineData("mflo", 0u, 0u, 0x2222_2222u)]
    public void Into_rd(string instruction, uint rs, uint rt, uint rd) =>
        OneStep.Of(instruction, rs, rt).With(s => (s.Hi, s.Lo) = (0x1111_1111, 0x2222_2222)).Writes(OneStep.Rd, rd);
}
