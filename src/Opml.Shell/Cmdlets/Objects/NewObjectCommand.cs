using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>New-Object for .NET types.</summary>
[Cmdlet(VerbsCommon.New, "Object")]
internal sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    public string TypeName { get; set; } = "";

    [Parameter(Position = 1), Alias("Args")]
    public object?[] ArgumentList { get; set; } = [];

    [Parameter]
    public IDictionary? Property { get; set; }

    protected override void BeginProcessing()
    {
        if (!LanguagePrimitives.TryConvertTo(TypeName, out Type type))
        {
            Fail(new PSArgumentException($"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded."), "TypeNotFound", ErrorCategory.InvalidType);
            return;
        }

        PSObject made = type == typeof(PSObject) || type == typeof(PSCustomObject) ? new PSObject() : PSObject.AsPSObject(Make(type));
        foreach (DictionaryEntry entry in Property ?? new Hashtable()) Set(made, entry.Key.ToString()!, entry.Value);
        WriteObject(made);
    }

    private object Make(Type type)
    {
        // "[type]::new(arguments)" is the engine's own overload resolution.
        try
        {
            return ScriptBlock.Create("param($type, $arguments) ,$type::new.Invoke($arguments)").InvokeReturnAsIs(type, ArgumentList) is PSObject wrapped
                ? wrapped.BaseObject
                : throw new PSArgumentException($"A constructor was not found. Cannot find an appropriate constructor for type {type}.");
        }
        catch (RuntimeException e)
        {
            Exception cause = e.InnerException is TargetInvocationException { InnerException: { } inner } ? inner : e;
            Fail(cause, "ConstructorInvokedThrowException,Microsoft.PowerShell.Commands.NewObjectCommand", ErrorCategory.InvalidOperation);
            throw;
        }
    }

    private void Set(PSObject target, string name, object? value)
    {
        PSMemberInfo? member = target.Members[name];
        if (target.BaseObject is PSCustomObject && member is null) target.Properties.Add(new PSNoteProperty(name, value));
        else if (member is PSPropertyInfo property) property.Value = value;
        else if (member is PSMethodInfo method) method.Invoke(LanguagePrimitives.ConvertTo<object[]>(value));
        else Fail(new InvalidOperationException($"The member \"{name}\" was not found for the specified {target.BaseObject.GetType()} object."), "InvalidPropertyName", ErrorCategory.InvalidOperation);
    }

    private void Fail(Exception cause, string id, ErrorCategory category) => ThrowTerminatingError(new ErrorRecord(cause, id, category, null));
}
