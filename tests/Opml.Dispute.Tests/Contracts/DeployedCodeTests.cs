using Opml.Dispute.Contracts;
using Opml.Ethereum;
using Opml.Ethereum.Contracts;

namespace Opml.Dispute.Tests.Contracts;

/// <summary>Contracts are known by their code, with the right address in every place for one.</summary>
public sealed class DeployedCodeTests
{
    private static readonly Address s_machine = Address.Parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    private static readonly Address s_other = Address.Parse("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");

    public static TheoryData<string> Contracts => ["Opml", "OpmlOracle"];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void The_code_with_one_address_everywhere_is_the_contracts(string name)
    {
        var artifact = ContractArtifacts.Load(name);
        var places = Places(artifact);

        Assert.True(places.Count > 1);
        Assert.True(DeployedCode.IsOf(artifact, With(artifact, places, s_machine), s_machine));
        Assert.False(DeployedCode.IsOf(artifact, With(artifact, places, s_machine), s_other));
        Assert.False(DeployedCode.IsOf(artifact, [], s_machine));
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Another_address_or_none_in_any_place_makes_it_another_contract(string name)
    {
        var artifact = ContractArtifacts.Load(name);
        var places = Places(artifact);
        foreach (var place in places)
        {
            var code = With(artifact, places, s_machine);
            code.AsSpan(place, Address.Size).Clear();
            Assert.False(DeployedCode.IsOf(artifact, code, s_machine));
            s_other.ToArray().CopyTo(code, place);
            Assert.False(DeployedCode.IsOf(artifact, code, s_machine));
        }
    }

    // Where an address stands in a word of zeros behind a PUSH32.
    private static List<int> Places(ContractArtifact artifact)
    {
        var places = new List<int>();
        byte[] room = [0x7f, .. new byte[32]];
        var code = artifact.DeployedBytecode.AsSpan();
        for (int at = 0, next; (next = code[at..].IndexOf(room)) >= 0; at += next + room.Length)
            places.Add(at + next + room.Length - Address.Size);
        return places;
    }

    private static byte[] With(ContractArtifact artifact, List<int> places, Address address)
    {
        byte[] code = [.. artifact.DeployedBytecode];
        foreach (var place in places) address.ToArray().CopyTo(code, place);
        return code;
    }
}
