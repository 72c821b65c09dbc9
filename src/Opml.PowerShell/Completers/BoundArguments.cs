using System.Collections;
using System.Management.Automation;
using Opml.Dispute.Sessions;

namespace Opml.PowerShell.Completers;

/// <summary>Arguments of a command line that is still being typed, as far as they are known.</summary>
internal static class BoundArguments
{
    /// <summary>The contracts that -Deployment names; null where it is not there, or cannot be known yet.</summary>
    public static OpmlDeployment? Deployment(IDictionary bound) => Value(bound, "Deployment") switch
    {
        OpmlDeployment deployment => deployment,
        IOnDeployment stage => stage.Deployment,
        _ => null,
    };

    /// <summary>The chain that the command is for, by what names one; null where nothing does.</summary>
    public static Uri? Chain(IDictionary bound) => Deployment(bound)?.RpcUrl ?? Value(bound, "RpcUrl") switch
    {
        Uri url => url,
        string text when Uri.TryCreate(text, UriKind.Absolute, out Uri? url) => url,
        _ => Value(bound, "Devnet") is Dispute.Devnet.AnvilDevnet node ? node.RpcUrl : null,
    };

    internal static object? Value(IDictionary bound, string name) =>
        bound[name] is PSObject wrapped ? wrapped.BaseObject : bound[name];
}
