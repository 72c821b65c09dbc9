using System.Management.Automation;
using System.Reflection;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Machine;

/// <summary>Add-Type for assemblies that exist; source code is not compiled here.</summary>
[Cmdlet(VerbsCommon.Add, "Type", DefaultParameterSetName = "Path")]
internal sealed class AddTypeCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath"), Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "AssemblyName"), Alias("AN")]
    public string[] AssemblyName { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void EndProcessing()
    {
        bool literal = ParameterSetName == "LiteralPath";
        IEnumerable<Assembly> loaded = ParameterSetName == "AssemblyName"
            ? AssemblyName.Select(static name => Assembly.Load(name))
            : SessionPath.Existing(this, literal ? LiteralPath : Path, literal).Select(static item => Assembly.LoadFrom(item.ProviderPath));
        foreach (Assembly assembly in loaded)
        {
            if (PassThru) WriteObject(assembly.GetExportedTypes(), enumerateCollection: true);
        }
    }
}
