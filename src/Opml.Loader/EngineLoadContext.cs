using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Opml.Loader;

/// <summary>
/// Holds the engine and everything it needs apart from other modules' assemblies of the same names.
/// What the directory does not have (the framework, PowerShell itself) comes from the default context.
/// </summary>
internal sealed class EngineLoadContext(string directory) : AssemblyLoadContext("Opml")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Join(directory, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (string path in NativeCandidates(unmanagedDllName))
            if (File.Exists(path))
                return LoadUnmanagedDllFromPath(path);
        return IntPtr.Zero;
    }

    private IEnumerable<string> NativeCandidates(string name)
    {
        string folder = Path.Join(directory, "runtimes", PortableRuntimeIdentifier(), "native");
        if (OperatingSystem.IsWindows()) yield return Path.Join(folder, name + ".dll");
        else if (OperatingSystem.IsMacOS()) yield return Path.Join(folder, "lib" + name + ".dylib");
        else yield return Path.Join(folder, "lib" + name + ".so");
        yield return Path.Join(folder, name);
    }

    private static string PortableRuntimeIdentifier()
    {
        string system = OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl"
            : "linux";
        return system + "-" + RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.X86 => "x86",
            Architecture.Arm64 => "arm64",
            Architecture.Arm => "arm",
            Architecture other => other.ToString().ToLowerInvariant(),
        };
    }
}
