using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Session;

/// <summary>Get-Alias, by name or by what it stands for.</summary>
[Cmdlet(VerbsCommon.Get, "Alias", DefaultParameterSetName = "Default"), Alias("gal")]
[OutputType(typeof(AliasInfo))]
internal sealed class GetAliasCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Default")]
    public string[] Name { get; set; } = ["*"];

    [Parameter(ParameterSetName = "Definition"), Alias("d")]
    public string[] Definition { get; set; } = [];

    protected override void ProcessRecord()
    {
        AliasInfo[] all = [.. SessionState.InvokeCommand.GetCommands("*", CommandTypes.Alias, nameIsPattern: true).Cast<AliasInfo>().OrderBy(static a => a.Name, StringComparer.OrdinalIgnoreCase)];
        bool byName = ParameterSetName == "Default";
        foreach (string text in byName ? Name : Definition)
        {
            WildcardPattern pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
            AliasInfo[] found = [.. all.Where(alias => pattern.IsMatch(byName ? alias.Name : alias.Definition))];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(text))
                WriteError(new ErrorRecord(new ItemNotFoundException($"This command cannot find a matching alias because an alias with the {(byName ? "name" : "definition")} '{text}' does not exist."), "ItemNotFoundException", ErrorCategory.ObjectNotFound, text));
            WriteObject(found, enumerateCollection: true);
        }
    }
}
