using System.Reflection;
using System.Runtime.Loader;

namespace Opml.Help.Surface;

/// <summary>The cmdlets' assembly in the module's own layout.</summary>
internal static class ModuleAssembly
{
    /// <summary>Loads the assembly; what it needs is taken from the folder <c>deps</c> beside it.</summary>
    public static Assembly Load(string path)
    {
        string full = Path.GetFullPath(path);
        string dependencies = Path.Join(Path.GetDirectoryName(full), "deps");
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            string candidate = Path.Join(dependencies, name.Name + ".dll");
            return File.Exists(candidate) ? context.LoadFromAssemblyPath(candidate) : null;
        };
        return AssemblyLoadContext.Default.LoadFromAssemblyPath(full);
    }
}
