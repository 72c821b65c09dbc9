using System.Management.Automation;
using Opml.Dispute.Sessions;

namespace Opml.PowerShell.Conversion;

/// <summary>A parameter that takes a deployment, or any stage's object that has one.</summary>
public sealed class DeploymentArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            OpmlDeployment deployment => deployment,
            IOnDeployment stage => stage.Deployment,
            PSCustomObject when ((PSObject)inputData).Properties["Deployment"] is { Value: { } held } => Transform(engineIntrinsics, held),
            _ => throw new ArgumentTransformationMetadataException("What Publish-OpmlContract returns was wanted, or an object that has it as its Deployment."),
        };
    }
}
