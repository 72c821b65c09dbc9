using System.Collections;
using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>Add-Member.</summary>
[Cmdlet(VerbsCommon.Add, "Member", DefaultParameterSetName = "TypeNameSet")]
internal sealed class AddMemberCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = new();

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "MemberSet"), Alias("Type")]
    public PSMemberTypes MemberType { get; set; }

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "MemberSet")]
    public string Name { get; set; } = "";

    [Parameter(Position = 2, ParameterSetName = "MemberSet")]
    public object? Value { get; set; }

    [Parameter(Position = 3, ParameterSetName = "MemberSet")]
    public object? SecondValue { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "NotePropertySingleMemberSet")]
    [NotMemberType]
    public string NotePropertyName { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "NotePropertySingleMemberSet")]
    [AllowNull]
    public object? NotePropertyValue { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "NotePropertyMultiMemberSet")]
    public IDictionary? NotePropertyMembers { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "TypeNameSet"), Parameter(ParameterSetName = "MemberSet")]
    [Parameter(ParameterSetName = "NotePropertySingleMemberSet"), Parameter(ParameterSetName = "NotePropertyMultiMemberSet")]
    public string TypeName { get; set; } = "";

    [Parameter(ParameterSetName = "MemberSet"), Parameter(ParameterSetName = "NotePropertySingleMemberSet"), Parameter(ParameterSetName = "NotePropertyMultiMemberSet")]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (PSMemberInfo member in Members())
        {
            if (!Force && InputObject.Members[member.Name] is not null)
            {
                WriteError(new ErrorRecord(
                    new InvalidOperationException($"Cannot add a member with the name \"{member.Name}\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command."),
                    "MemberAlreadyExists", ErrorCategory.InvalidOperation, InputObject));
                continue;
            }

            if (Force) InputObject.Members.Remove(member.Name);
            InputObject.Members.Add(member);
        }

        if (TypeName.Length > 0) InputObject.TypeNames.Insert(0, TypeName);
        if (PassThru) WriteObject(InputObject);
    }

    private IEnumerable<PSMemberInfo> Members() => ParameterSetName switch
    {
        "NotePropertySingleMemberSet" => [new PSNoteProperty(NotePropertyName, NotePropertyValue)],
        "NotePropertyMultiMemberSet" => NotePropertyMembers!.Cast<DictionaryEntry>().Select(static e => new PSNoteProperty(e.Key.ToString(), e.Value)),
        "MemberSet" => [Member()],
        _ => [],
    };

    private PSMemberInfo Member() => MemberType switch
    {
        PSMemberTypes.NoteProperty => new PSNoteProperty(Name, Value),
        PSMemberTypes.AliasProperty => new PSAliasProperty(Name, Value?.ToString()),
        PSMemberTypes.ScriptProperty => new PSScriptProperty(Name, LanguagePrimitives.ConvertTo<ScriptBlock>(Value), LanguagePrimitives.ConvertTo<ScriptBlock>(SecondValue)),
        PSMemberTypes.ScriptMethod => new PSScriptMethod(Name, LanguagePrimitives.ConvertTo<ScriptBlock>(Value)),
        _ => throw new PSArgumentException($"Members of the type {MemberType} cannot be added: use NoteProperty, AliasProperty, ScriptProperty or ScriptMethod."),
    };
}
