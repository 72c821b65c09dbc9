using System.Management.Automation;
using Opml.Shell.Session;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>
/// Keeps <c>Add-Member NoteProperty A 1</c> apart from <c>Add-Member A 1</c>: a kind of member is no property's name, so the
/// binder goes on with the other parameter sets.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotMemberTypeAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is string name && Enum.TryParse(name, ignoreCase: true, out PSMemberTypes _))
            throw EngineParts.WrongParameterSet($"'{name}' is a kind of member: say -MemberType {name} -Name ..., or choose another -NotePropertyName.");
    }
}
