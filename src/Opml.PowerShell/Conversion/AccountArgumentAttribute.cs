using System.Management.Automation;
using System.Security;
using Opml.Dispute.Devnet;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes an account: a local node's, a SecureString, or a credential for a keystore file.</summary>
public sealed class AccountArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            AccountKey key => key,
            DevnetAccount account => AccountKey.From(account),
            SecureString digits => AccountKey.From(digits),
            PSCredential credential => AccountKey.FromKeystore(
                new ProviderPaths(engineIntrinsics.SessionState.Path).ExistingFile(credential.UserName), credential.Password),
            _ => throw new ArgumentTransformationMetadataException(
                "An account is one of a local node's Accounts, a SecureString with the private key's hex digits, or a PSCredential with a keystore file's path as user name. Plain text is not taken, since it would stay in the history."),
        };
    }
}
