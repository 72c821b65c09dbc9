using System.Collections;
using System.Management.Automation;
using Opml.Dispute.Sessions;
using Opml.Mips.Execution;
using Opml.Mips.Image;

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

    /// <summary>The program that -Image names, or that -Run ran; null where neither is there, or it cannot be known yet.</summary>
    public static MipsImage? Image(IDictionary bound) => Value(bound, "Image") switch
    {
        MipsImage image => image,
        MipsImageFile file => file.Image,
        FileInfo file => MipsImage.Load(file.FullName),
        string path => MipsImage.Load(FilePath(path)),
        _ => (Value(bound, "Run") as MachineRun)?.GetOrigin()?.Image,
    };

    /// <summary>The file that a path names from the session's location, which a completer can only ask the session for.</summary>
    private static string FilePath(string path)
    {
        using var session = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        return session.AddScript("$ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($args[0])").AddArgument(path).Invoke<string>()[0];
    }

    internal static object? Value(IDictionary bound, string name) =>
        bound[name] is PSObject wrapped ? wrapped.BaseObject : bound[name];
}
