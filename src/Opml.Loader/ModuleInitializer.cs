using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace Opml.Loader;

/// <summary>
/// Lets the cmdlets' assembly find the engine. This assembly is a nested module, which PowerShell imports before the
/// cmdlets: their very types need the engine's, before any code of theirs could run.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string s_directory =
        Path.Join(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location), "deps");

    private static readonly Lazy<EngineLoadContext> s_context = new(() => new EngineLoadContext(s_directory));

    /// <inheritdoc/>
    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    /// <summary>Answers for the engine's own assemblies alone; their dependencies are resolved inside the context.</summary>
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name is "Opml.Dispute" or "Opml.Ethereum" or "Opml.Mips" or "Opml.Models"
            ? s_context.Value.LoadFromAssemblyName(name)
            : null;
}
