using Opml.Ethereum.Abi;
using Opml.Ethereum.Contracts;

namespace Opml.Ethereum.Tests.Abi;

public sealed class ContractAbiTests
{
    private const string Json = """
        [
          { "type": "constructor", "inputs": [ { "name": "owner", "type": "address" } ], "stateMutability": "payable" },
          { "type": "function", "name": "post", "stateMutability": "payable", "outputs": [ { "name": "", "type": "uint256" } ],
            "inputs": [ { "name": "claim", "type": "tuple[2][]", "components": [
              { "name": "step", "type": "uint64" }, { "name": "state", "type": "tuple", "components": [ { "name": "root", "type": "bytes32" } ] } ] } ] },
          { "type": "function", "name": "get", "stateMutability": "view", "inputs": [], "outputs": [] },
          { "type": "function", "name": "get", "stateMutability": "view", "inputs": [ { "name": "i", "type": "uint256" } ], "outputs": [] },
          { "type": "function", "name": "get", "stateMutability": "pure", "inputs": [ { "name": "i", "type": "bytes32" } ], "outputs": [] },
          { "type": "event", "name": "Posted", "inputs": [
              { "name": "id", "type": "uint256", "indexed": true }, { "name": "data", "type": "bytes", "indexed": false },
              { "name": "label", "type": "string", "indexed": true }, { "name": "who", "type": "address", "indexed": true } ] },
          { "type": "error", "name": "TooLate", "inputs": [ { "name": "deadline", "type": "uint64" } ] },
          { "type": "receive", "stateMutability": "payable" }, { "type": "fallback" }
        ]
        """;

    private static readonly ContractAbi s_abi = ContractAbi.Parse(Json);

    [Fact]
    public void Tuples_and_their_arrays_are_read()
    {
        var post = s_abi.Function("post");
        Assert.Equal("post((uint64,(bytes32))[2][])", post.Signature);
        Assert.Equal(StateMutability.Payable, post.Mutability);
        Assert.Equal("owner", Assert.Single(s_abi.ConstructorInputs).Name);
        Assert.Equal(["TooLate(uint64)"], s_abi.Errors.Select(e => e.Signature));
    }

    [Fact]
    public void Overloads_are_told_by_their_arguments_or_signature()
    {
        Assert.Empty(s_abi.Function("get", 0).Inputs);
        Assert.Equal(StateMutability.Pure, s_abi.Function("get(bytes32)").Mutability);
        Assert.Contains("get(uint256), get(bytes32)", Assert.Throws<AbiException>(() => s_abi.Function("get", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("no function 'put'", Assert.Throws<AbiException>(() => s_abi.Function("put")).Message, StringComparison.Ordinal);
        Assert.Throws<AbiException>(() => s_abi.Event("Lost"));
    }

    [Fact]
    public void Events_are_read_from_topics_and_data()
    {
        var posted = s_abi.Event("Posted");
        var topics = posted.EncodeTopics(7, "label", null).Concat([[new Hash32(TestData.Words("0a"))]]).Select(t => t is null ? Hash32.Zero : t[0]).ToArray();
        topics[3] = new Hash32(TestData.Words("0a"));
        var log = NewLog(topics.Take(4), AbiCoder.Encode("bytes", new byte[] { 1, 2 }));

        var read = s_abi.DecodeLog(log)!;
        Assert.Equal("Posted", read.Name);
        Assert.Equal(7ul, read.Values.Get<ulong>("id"));
        Assert.Equal(new byte[] { 1, 2 }, read.Values.Get<byte[]>("data"));
        Assert.Equal(Keccak256.Hash("label"u8), read.Values["label"]);
        Assert.Equal(new Address(TestData.Words("0a").AsSpan(12)), read.Values["who"]);
    }

    [Fact]
    public void Logs_of_others_are_none_and_damaged_ones_are_refused()
    {
        var posted = s_abi.Event("Posted");
        Assert.Null(s_abi.DecodeLog(NewLog([Hash32.Zero], [])));
        Assert.Null(s_abi.DecodeLog(NewLog([], [])));
        Assert.Throws<AbiException>(() => s_abi.DecodeLog(NewLog([posted.Topic], [])));
        Assert.Throws<AbiException>(() => posted.Decode(NewLog([Hash32.Zero], [])));
        Assert.Throws<AbiException>(() => posted.EncodeTopics(1, 2, 3, 4));
    }

    [Fact]
    public void The_topics_of_well_known_events_are_known()
    {
        Assert.Equal("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", AbiEvent.Parse("event Transfer(address indexed from, address indexed to, uint256 value)").Topic.ToString());
        var anonymous = AbiEvent.Parse("Note(uint256 indexed a) anonymous");
        Assert.Equal(5, anonymous.Decode(NewLog([new Hash32(TestData.Words("5"))], [])).Get<int>("a"));
    }

    [Theory]
    [InlineData("{}", "is an array")]
    [InlineData("[1]", "an object is expected")]
    [InlineData("nonsense", "no valid JSON")]
    [InlineData("""[{"type":"function"}]""", "no name")]
    [InlineData("""[{"type":"function","name":"f","inputs":{}}]""", "no array")]
    [InlineData("""[{"type":"function","name":"f","inputs":[{"name":"a"}]}]""", "no type")]
    [InlineData("""[{"type":"function","name":"f","inputs":[{"name":"a","type":"tuple"}]}]""", "no components")]
    [InlineData("""[{"type":"function","name":"f","inputs":[{"name":"a","type":"uint257"}]}]""", "'uint257'")]
    [InlineData("""[{"type":"modifier","name":"f"}]""", "unknown type 'modifier'")]
    public void Json_that_is_no_abi_is_refused(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<AbiException>(() => ContractAbi.Parse(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"contractName":"A","abi":[],"bytecode":"0x60"}""", null)]
    [InlineData("""{"contractName":"A","abi":[],"bytecode":"0x60__$53aea86b7d70b31448b230b20ae141a537$__"}""", "not linked")]
    [InlineData("""{"contractName":"A","abi":[],"bytecode":"0x6"}""", "not hexadecimal")]
    [InlineData("""{"contractName":"A","bytecode":"0x60"}""", "\"abi\"")]
    [InlineData("""{"abi":[]}""", "contractName")]
    [InlineData("[]", "JSON object")]
    public void Artifacts_are_read_or_refused(string json, string? reason)
    {
        if (reason is null)
            Assert.Equal([0x60], ContractArtifact.Parse(json).Bytecode);
        else
            Assert.Contains(reason, Assert.Throws<AbiException>(() => ContractArtifact.Parse(json)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null, "reverted without data")]
    [InlineData("010203", null, "reverted with 0x010203")]
    [InlineData("08c379a0 0000000000000000000000000000000000000000000000000000000000000020 0000000000000000000000000000000000000000000000000000000000000002 6869000000000000000000000000000000000000000000000000000000000000", "Error", "reverted: hi")]
    [InlineData("4e487b71 0000000000000000000000000000000000000000000000000000000000000011", "Panic", "reverted with a panic: 0x11, arithmetic overflowed or underflowed")]
    [InlineData("4e487b71 00000000000000000000000000000000000000000000000000000000000000aa", "Panic", "reverted with a panic: 0xaa, a code that Solidity does not document")]
    [InlineData("4e487b71 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "Panic", "a code that Solidity does not document")]
    [InlineData("4e487b71", null, "no valid encoding")]
    [InlineData("08c379a0 0000000000000000000000000000000000000000000000000000000000000020 00000000000000000000000000000000000000000000000000000000ffffffff", null, "no valid encoding")]
    [InlineData("deadbeef 00", null, "unknown error 0xdeadbeef and 1 bytes")]
    public void Reverts_are_explained_and_never_fail(string data, string? name, string message)
    {
        var revert = Revert.Decode(TestData.Bytes(data), s_abi);
        Assert.Equal(name, revert.ErrorName);
        Assert.Contains(message, revert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Custom_errors_have_names_and_values_once_an_abi_is_known()
    {
        var data = AbiError.Parse("TooLate(uint64 deadline)").Encode(99);
        var unknown = new RevertException("post", Revert.Decode(data));
        Assert.Null(unknown.Revert.ErrorName);

        var known = unknown.WithAbi(new ContractAbi().WithErrorsOf(s_abi));
        Assert.Equal("post reverted with TooLate(deadline: 99).", known.Message);
        Assert.Equal(99ul, known.Revert.Arguments!.Get<ulong>("deadline"));
        Assert.Same(known, known.WithAbi(s_abi));
    }

    private static Log NewLog(IEnumerable<Hash32> topics, byte[] data) =>
        new(Address.Zero, [.. topics], data, 1, Hash32.Zero, Hash32.Zero, 0, 0);
}
