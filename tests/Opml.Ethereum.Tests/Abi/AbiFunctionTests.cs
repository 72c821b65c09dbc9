using System.Numerics;
using Opml.Ethereum.Abi;

namespace Opml.Ethereum.Tests.Abi;

/// <summary>The examples of the Contract ABI Specification, and the selectors that others rely on.</summary>
public sealed class AbiFunctionTests
{
    [Theory]
    [InlineData("baz(uint32 x, bool y)", "0xcdcd77c0")]
    [InlineData("bar(bytes3[2])", "0xfce353f6")]
    [InlineData("sam(bytes, bool, uint[])", "0xa5643bf2")]
    [InlineData("f(uint256,uint32[],bytes10,bytes)", "0x8be65246")]
    [InlineData("g(uint256[][],string[])", "0x2289b18c")]
    [InlineData("transfer(address,uint256)", "0xa9059cbb")]
    [InlineData("aiOracleCallback(uint256 requestId, bytes output, bytes callbackData)", "0xb0347814")]
    [InlineData("aiOracleCallbackError(uint256,uint8,bytes,bytes)", "0x8e6fd006")]
    [InlineData("requestCallback(uint256,bytes,address,uint64,bytes)", "0x5b953806")]
    public void Selectors_come_from_canonical_signatures(string declaration, string selector) =>
        Assert.Equal(selector, AbiFunction.Parse(declaration).Selector.ToString());

    [Fact]
    public void Static_arguments_stand_in_the_head() => Assert.Equal(
        [.. Hex.Parse("cdcd77c0"), .. TestData.Words("45", "1")],
        AbiFunction.Parse("baz(uint32,bool)").EncodeCall(69, true));

    [Fact]
    public void Fixed_arrays_of_static_elements_stand_in_the_head() => Assert.Equal(
        [.. Hex.Parse("fce353f6"), .. Hex.Parse("616263".PadRight(64, '0')), .. Hex.Parse("646566".PadRight(64, '0'))],
        AbiFunction.Parse("bar(bytes3[2])").EncodeCall([(object)new[] { "abc"u8.ToArray(), "def"u8.ToArray() }]));

    [Fact]
    public void Dynamic_arguments_stand_behind_the_head() => Assert.Equal(
        [
            .. Hex.Parse("a5643bf2"), .. TestData.Words("60", "1", "a0", "4"), .. Hex.Parse("64617665".PadRight(64, '0')),
            .. TestData.Words("3", "1", "2", "3"),
        ],
        AbiFunction.Parse("sam(bytes,bool,uint256[])").EncodeCall("dave"u8.ToArray(), true, new[] { 1, 2, 3 }));

    [Fact]
    public void Nested_arrays_count_offsets_from_their_own_start()
    {
        int[][] numbers = [[1, 2], [3]];
        string[] words = ["one", "two", "three"];
        var expected = TestData.Words("40", "140", "2", "40", "a0", "2", "1", "2", "1", "3", "3", "60", "a0", "e0", "3")
            .Concat(Hex.Parse("6f6e65".PadRight(64, '0'))).Concat(TestData.Words("3")).Concat(Hex.Parse("74776f".PadRight(64, '0')))
            .Concat(TestData.Words("5")).Concat(Hex.Parse("7468726565".PadRight(64, '0')));
        Assert.Equal(expected, AbiFunction.Parse("g(uint256[][],string[])").EncodeCall(numbers, words).Skip(4));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(-1)]
    [InlineData("5")]
    [InlineData(null)]
    [InlineData(1.5)]
    public void A_number_that_does_not_fit_is_refused_by_name(object? value)
    {
        var error = Assert.Throws<AbiException>(() => AbiFunction.Parse("f(uint8 level)").EncodeCall(value));
        Assert.Contains("'level'", error.Message, StringComparison.Ordinal);
        Assert.Contains("f(uint8)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uint256[2]", new[] { 1 }, "2")]
    [InlineData("bytes4", new byte[] { 1, 2, 3 }, "3 bytes")]
    [InlineData("(uint256 a, uint256 b)", new[] { 1 }, "a tuple of 2")]
    [InlineData("address", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", "address")]
    [InlineData("bool", 1, "bool")]
    public void Other_values_that_do_not_fit_are_refused(string type, object value, string reason) =>
        Assert.Contains(reason, Assert.Throws<AbiException>(() => AbiCoder.Encode(type, [value])).Message, StringComparison.Ordinal);

    [Fact]
    public void The_number_of_arguments_is_checked() => Assert.Contains(
        "1 values are given for the arguments, but there are 2: address to, uint256 value",
        Assert.Throws<AbiException>(() => AbiFunction.Parse("transfer(address to, uint256 value)").EncodeCall(Address.Zero)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Tuples_come_as_value_tuples_lists_dictionaries_and_records()
    {
        const string type = "(uint64 step, bytes32 hash, (bool done)[] parts)";
        var hash = Keccak256.Hash([]);
        var expected = AbiCoder.Encode(type, [(5, hash, new[] { ValueTuple.Create(true) })]);

        Assert.Equal(expected, AbiCoder.Encode(type, [new object[] { 5, hash, new object[] { new object[] { true } } }]));
        Assert.Equal(expected, AbiCoder.Encode(type, [new Dictionary<string, object?> { ["hash"] = hash, ["parts"] = new[] { new Part(true) }, ["step"] = 5ul }]));
        Assert.Equal(expected, AbiCoder.Encode(type, [new Move(5, hash, [new Part(true)])]));
        var read = AbiCoder.Decode(type, expected).Get<Move>(0);
        Assert.Equal((5ul, hash, true), (read.Step, read.Hash, Assert.Single(read.Parts).Done));
    }

    [Fact]
    public void Calls_and_outputs_are_read_back()
    {
        var function = AbiFunction.Parse("function f(uint256 a, bytes b) external view returns (int8 c, string d)");
        Assert.Equal(StateMutability.View, function.Mutability);
        Assert.Equal("a: 1, b: 0x0203", function.DecodeCall(function.EncodeCall(1, new byte[] { 2, 3 })).ToString());
        var output = function.DecodeOutput(AbiCoder.Encode(function.Outputs, -3, "x"));
        Assert.Equal((-3, "x"), (output.Get<int>("C"), output.Get<string>("d")));
        Assert.Contains("is there a contract", Assert.Throws<AbiException>(() => function.DecodeOutput(default)).Message, StringComparison.Ordinal);
        Assert.Throws<AbiException>(() => function.DecodeCall(Hex.Parse("01020304")));
    }

    [Theory]
    [InlineData("uint7")]
    [InlineData("uint264")]
    [InlineData("uint08")]
    [InlineData("int0")]
    [InlineData("bytes0")]
    [InlineData("bytes33")]
    [InlineData("fixed128x18")]
    [InlineData("uint256[0]")]
    [InlineData("uint256[-1]")]
    [InlineData("uint256[")]
    [InlineData("()")]
    [InlineData("(uint256")]
    [InlineData("uint256[99999999]")]
    [InlineData("uint256[65536][65536][65536]")]
    [InlineData("")]
    public void What_is_no_type_is_refused(string type) => Assert.Throws<AbiException>(() => AbiType.Parse(type));

    [Theory]
    [InlineData('(')]
    [InlineData('[')]
    public void Types_nested_without_end_are_refused(char nesting)
    {
        var type = nesting == '(' ? new string('(', 30_000) : "uint8" + string.Concat(Enumerable.Repeat("[]", 30_000));
        Assert.Contains("deep", Assert.Throws<AbiException>(() => AbiType.Parse(type)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_read_as_other_types_only_without_loss()
    {
        var values = AbiCoder.Decode("uint256 big, uint8 kind, bytes32 hash, uint16[] list", AbiCoder.Encode("uint256,uint8,bytes32,uint16[]", BigInteger.One << 70, 2, Hash32.Zero, new[] { 7, 8 }));

        Assert.Equal(AbiKind.Address, values.Get<AbiKind>("kind"));
        Assert.Equal(new byte[32], values.Get<byte[]>("hash"));
        Assert.Equal([7, 8], values.Get<ushort[]>("list"));
        Assert.Equal([7, 8], values.Get<IReadOnlyList<ulong>>("list"));
        Assert.Equal((UInt128)1 << 70, values.Get<UInt128>("_big"));
        Assert.Throws<AbiException>(() => values.Get<ulong>("big"));
        Assert.Throws<AbiException>(() => values.Get<byte[]>("kind"));
        Assert.Throws<AbiException>(() => values["missing"]);
    }

    private sealed record Part(bool Done);

    private sealed record Move(ulong Step, Hash32 Hash, IReadOnlyList<Part> Parts);
}
