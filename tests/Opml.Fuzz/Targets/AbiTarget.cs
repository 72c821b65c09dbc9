using System.Text;
using Opml.Dispute.Contracts;
using Opml.Ethereum.Abi;
using Opml.Ethereum.Contracts;

namespace Opml.Fuzz.Targets;

/// <summary>Encoded values, and contracts' ABIs in JSON.</summary>
internal static class AbiTarget
{
    private static readonly string[] s_types =
    [
        "uint256", "bytes", "string", "uint8,int16,bool,address", "bytes32[]", "uint64[3]", "(uint256,bytes)[]", "(uint8[2][],string)", "bytes4,bytes31", "int256[][]",
    ];

    /// <summary>What encodes must decode to the same again: the first byte chooses the types.</summary>
    public static FuzzTarget CreateData() => new("abi-data", ReadData, [typeof(AbiException)], DataSeeds, []);

    public static FuzzTarget CreateArtifact() => new(
        "abi-json",
        static input => ContractArtifact.Parse(Encoding.UTF8.GetString(input)),
        [typeof(AbiException)],
        static () => [Encoding.UTF8.GetBytes("""{"contractName":"C","abi":[{"type":"function","name":"f","inputs":[{"name":"a","type":"tuple[]","components":[{"name":"b","type":"uint8[2]"}]}],"outputs":[{"name":"","type":"bytes"}],"stateMutability":"view"},{"type":"error","name":"E","inputs":[{"name":"x","type":"string"}]},{"type":"event","name":"V","anonymous":false,"inputs":[{"name":"i","type":"address","indexed":true}]},{"type":"constructor","inputs":[],"stateMutability":"payable"}],"bytecode":"0x6000"}""")],
        SeedFiles.Tokens("\"type\":\"tuple\"", "\"components\":[", "uint256", "[][2]", "\"indexed\":true"));

    private static void ReadData(byte[] input)
    {
        if (input.Length == 0) return;
        IReadOnlyList<AbiParameter> types = AbiParameter.ParseList(s_types[input[0] % s_types.Length]);
        AbiValues values = AbiCoder.Decode(types, input.AsMemory(1));
        byte[] encoded = AbiCoder.Encode(types, [.. Enumerable.Range(0, types.Count).Select(i => (object?)values[i])]);
        byte[] again = AbiCoder.Encode(types, [.. Enumerable.Range(0, types.Count).Select(i => (object?)AbiCoder.Decode(types, encoded)[i])]);
        if (!encoded.AsSpan().SequenceEqual(again)) throw new InvalidOperationException("It decodes to something else the second time.");
    }

    private static IEnumerable<byte[]> DataSeeds()
    {
        object?[][] values =
        [
            [7], [new byte[] { 1, 2, 3 }], ["text"], [1, -2, true, "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"], [new object[] { new byte[32] }],
            [new object[] { 1, 2, 3 }], [new object[] { new object[] { 5, new byte[] { 9 } } }],
        ];
        for (int i = 0; i < values.Length; i++) yield return [(byte)i, .. AbiCoder.Encode(s_types[i], values[i])];
    }
}
