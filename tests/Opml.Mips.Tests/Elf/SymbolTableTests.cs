using Opml.Mips.Elf;

namespace Opml.Mips.Tests.Elf;

public class SymbolTableTests
{
    private static readonly SymbolTable s_table = new(
    [
        new Symbol("second", 0x200, 0x10, true),
        new Symbol("first", 0x100, 0x80, true),
        new Symbol("label", 0x300, 0, false),
        new Symbol("alias", 0x200, 0, false),
        new Symbol("data", 0x400, 4, false),
        new Symbol("last", 0xfffffff0, 0x10, true),
    ]);

    [Theory]
    [InlineData(0x0ffu, null)]
    [InlineData(0x100u, "first")]
    [InlineData(0x17fu, "first+0x7f")]
    [InlineData(0x180u, null)] // past its end, before the next
    [InlineData(0x200u, "second")] // the function, not the label at its start
    [InlineData(0x20fu, "second+0xf")]
    [InlineData(0x210u, null)]
    [InlineData(0x3ffu, "label+0xff")] // without a size, up to the next
    [InlineData(0x403u, "data+0x3")]
    [InlineData(0x404u, null)]
    [InlineData(0xffffffffu, "last+0xf")]
    public void Locates_addresses(uint address, string? expected) => Assert.Equal(expected, s_table.Locate(address)?.ToString());

    [Theory]
    [InlineData("first", 0x100u)]
    [InlineData("alias", 0x200u)]
    [InlineData("data", 0x400u)]
    public void Finds_names(string name, uint address) => Assert.Equal(address, s_table.Find(name)!.Address);

    [Fact]
    public void Finds_nothing_by_another_name() => Assert.Null(s_table.Find("First"));

    [Fact]
    public void Lists_symbols_in_the_order_of_their_addresses() =>
        Assert.Equal(["first", "alias", "second", "label", "data", "last"], s_table.Select(symbol => symbol.Name));

    [Fact]
    public void An_empty_table_locates_nothing() => Assert.Null(SymbolTable.Empty.Locate(0));
}
