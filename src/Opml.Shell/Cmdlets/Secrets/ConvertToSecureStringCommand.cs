using System.Management.Automation;
using System.Security;

namespace Opml.Shell.Cmdlets.Secrets;

/// <summary>ConvertTo-SecureString -AsPlainText. The encrypted forms are not here.</summary>
[Cmdlet(VerbsData.ConvertTo, "SecureString")]
[OutputType(typeof(SecureString))]
internal sealed class ConvertToSecureStringCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string String { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    public SwitchParameter AsPlainText { get; set; }

    [Parameter(Position = 2)]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var secret = new SecureString();
        foreach (char c in String) secret.AppendChar(c);
        secret.MakeReadOnly();
        WriteObject(secret);
    }
}
