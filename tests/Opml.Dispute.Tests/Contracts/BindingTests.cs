using Opml.Dispute.Contracts;
using Opml.Dispute.Contracts.Events;

namespace Opml.Dispute.Tests.Contracts;

public class BindingTests
{
    [Theory]
    [InlineData("1.1.1", 1UL, 1u, 1u, "281474993487873")]
    [InlineData("7.2.3", 7UL, 2u, 3u, "1970324870529027")]
    [InlineData("18446744073709551615.16777215.16777215", ulong.MaxValue, 0xffffffu, 0xffffffu, "5192296858534827628530496329220095")]
    public void A_game_has_one_name_in_text_and_one_as_a_number(string text, ulong request, uint attempt, uint number, string value)
    {
        var id = new GameId(request, attempt, number);
        Assert.Equal(text, id.ToString());
        Assert.Equal(id, GameId.Parse(text));
        Assert.Equal(UInt128.Parse(value, null), id.Value);
        Assert.Equal(id, GameId.FromValue(id.Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("1.2.x")]
    [InlineData("-1.2.3")]
    [InlineData(" 1.2.3")]
    [InlineData("1.16777216.1")]
    public void What_is_no_game_is_not_read_as_one(string? text) => Assert.False(GameId.TryParse(text, null, out _));

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(16380, new[] { 16380 })]
    [InlineData(16381, new[] { 16380, 1 })]
    [InlineData(40000, new[] { 16380, 16384, 7236 })]
    public void An_input_is_cut_into_the_contracts_pieces(int length, int[] expected)
    {
        var pieces = InputPiece.Split(new byte[length]).ToArray();
        Assert.Equal(expected, pieces.Select(piece => piece.Bytes.Length));
        Assert.Equal(0, pieces[0].Offset);
        Assert.All(pieces.Zip(pieces.Skip(1)), pair => Assert.Equal(pair.First.Offset + pair.First.Bytes.Length, pair.Second.Offset));
    }

    [Fact]
    public void Every_event_of_the_contract_has_its_record() =>
        Assert.Equal(ContractArtifacts.Opml.Abi.Events.Select(item => item.Name).Order(), EventReader.Names.Order());

    [Fact]
    public void A_contract_that_is_not_there_is_named() =>
        Assert.Contains("Nothing", Assert.Throws<ArgumentException>(() => ContractArtifacts.Load("Nothing")).Message, StringComparison.Ordinal);
}
