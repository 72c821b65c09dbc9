using System.Management.Automation;
using Opml.Dispute.Devnet;
using Opml.Dispute.Sessions;
using Opml.Ethereum;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes an address: itself, its digits, a local node's account, or a contract.</summary>
public sealed class AddressArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => ByteArrays.Base(inputData) switch
    {
        Address address => address,
        DevnetAccount account => account.Address,
        EthereumContract contract => contract.Address,
        string text when Address.TryParse(text, out Address address) => address,
        var value => throw new ArgumentTransformationMetadataException($"'{value}' is no address: write 0x and 40 hex digits (with the right checksum if of both cases)."),
    };
}
