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

    private static readonly Lock s_counting = new();
    private static int s_imports;

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (s_counting)
        {
            if (s_imports++ == 0) AssemblyLoadContext.Default.Resolving += Resolve;
        }
    }

    /// <summary>Takes the hook away with the last runspace that has the module.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (s_counting)
        {
            if (s_imports > 0 && --s_imports == 0) AssemblyLoadContext.Default.Resolving -= Resolve;
        }
    }

    /// <summary>Answers for the engine's own assemblies alone; their dependencies are resolved inside the context.</summary>
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name is "Opml.Dispute" or "Opml.Node" or "Opml.Postgres" or "Opml.Ethereum" or "Opml.Mips" or "Opml.Models" or "Opml.Torch"
            ? s_context.Value.LoadFromAssemblyName(name)
            : null;
}
