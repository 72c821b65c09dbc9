using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Opml.Shell.Cmdlets.Objects;

/// <summary>Get-Member: once for each type in the input.</summary>
[Cmdlet(VerbsCommon.Get, "Member"), Alias("gm")]
[OutputType(typeof(MemberDefinition))]
internal sealed class GetMemberCommand : PSCmdlet
{
    private readonly HashSet<string> _seen = [];
    private bool _any;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[] Name { get; set; } = ["*"];

    [Parameter, Alias("Type")]
    public PSMemberTypes MemberType { get; set; } = PSMemberTypes.All;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Static { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        _any = true;
        string type = Static ? (InputObject.BaseObject as Type ?? InputObject.BaseObject.GetType()).FullName! : InputObject.TypeNames[0];
        if (!_seen.Add(type)) return;
        WildcardPattern[] patterns = [.. Name.Select(static n => WildcardPattern.Get(n, WildcardOptions.IgnoreCase))];
        IEnumerable<MemberDefinition> members = Static ? StaticMembers(type) : InputObject.Members.Select(m => new MemberDefinition(type, m.Name, m.MemberType, m.ToString()!));
        WriteObject(
            members.Where(m => (m.MemberType & MemberType) != 0 && (Force || !IsAccessor(m)) && patterns.Any(p => p.IsMatch(m.Name)))
                .OrderBy(static m => Rank(m.MemberType)).ThenBy(static m => m.Name, StringComparer.OrdinalIgnoreCase).ToArray(),
            enumerateCollection: true);
    }

    protected override void EndProcessing()
    {
        if (!_any) WriteError(new ErrorRecord(
            new InvalidOperationException("You must specify an object for the Get-Member cmdlet."), "NoObjectInGetMember", ErrorCategory.CloseError, null));
    }

    private IEnumerable<MemberDefinition> StaticMembers(string type)
    {
        Type real = InputObject!.BaseObject as Type ?? InputObject.BaseObject.GetType();
        const System.Reflection.BindingFlags Flags = System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.FlattenHierarchy;
        return real.GetMembers(Flags)
            .Where(static m => m.MemberType is System.Reflection.MemberTypes.Method or System.Reflection.MemberTypes.Property or System.Reflection.MemberTypes.Field)
            .GroupBy(static m => m.Name)
            .Select(g => new MemberDefinition(
                type,
                g.Key,
                g.First().MemberType == System.Reflection.MemberTypes.Method ? PSMemberTypes.Method : PSMemberTypes.Property,
                string.Join(", ", g.Select(static m => "static " + m))));
    }

    private static bool IsAccessor(MemberDefinition member) => member.MemberType == PSMemberTypes.Method
        && (member.Name.StartsWith("get_", StringComparison.Ordinal) || member.Name.StartsWith("set_", StringComparison.Ordinal)
            || member.Name.StartsWith("add_", StringComparison.Ordinal) || member.Name.StartsWith("remove_", StringComparison.Ordinal)
            || member.Name.StartsWith("op_", StringComparison.Ordinal) || member.Name == ".ctor");

    /// <summary>Methods stand between the other kinds in alphabetical order, as in pwsh.</summary>
    private static string Rank(PSMemberTypes type) => type.ToString();
}
