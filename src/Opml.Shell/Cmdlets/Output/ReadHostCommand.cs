using System.Management.Automation;
using System.Net;

namespace Opml.Shell.Cmdlets.Output;

/// <summary>Read-Host: one line from whoever sits there.</summary>
[Cmdlet(VerbsCommunications.Read, "Host", DefaultParameterSetName = "AsString")]
internal sealed class ReadHostCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public string Prompt { get; set; } = "";

    [Parameter(ParameterSetName = "AsSecureString")]
    public SwitchParameter AsSecureString { get; set; }

    [Parameter(ParameterSetName = "AsString")]
    public SwitchParameter MaskInput { get; set; }

    protected override void ProcessRecord()
    {
        if (Prompt.Length > 0) Host.UI.Write(Prompt + ": ");
        if (AsSecureString) WriteObject(Host.UI.ReadLineAsSecureString());
        else if (MaskInput) WriteObject(new NetworkCredential("", Host.UI.ReadLineAsSecureString()).Password);
        else WriteObject(Host.UI.ReadLine());
    }
}
