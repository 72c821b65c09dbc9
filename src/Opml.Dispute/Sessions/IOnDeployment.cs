namespace Opml.Dispute.Sessions;

/// <summary>Something that belongs to deployed contracts.</summary>
public interface IOnDeployment
{
    /// <summary>The contracts.</summary>
    OpmlDeployment Deployment { get; }
}
