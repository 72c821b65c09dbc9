using System.Runtime.InteropServices;
using Opml.Models.Training;

namespace Opml.Torch;

/// <summary>
/// Finds out whether libtorch loads before TorchSharp is used, which on a failure copies all of it elsewhere and tries
/// again, and whose own message is long.
/// </summary>
internal static class TorchLibrary
{
    private static readonly Lock Loading = new();
    private static bool s_loaded;

    /// <summary>Loads libtorch, once.</summary>
    /// <exception cref="EngineUnavailableException">It is not there, or does not load here.</exception>
    public static void Load()
    {
        lock (Loading)
        {
            if (s_loaded)
                return;
            var assembly = typeof(TorchSharp.torch).Assembly;
            foreach (string name in new[] { "torch_cpu", "LibTorchSharp" })
            {
                try
                {
                    NativeLibrary.Load(name, assembly, null);
                }
                catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
                {
                    throw Explain(e, IsThere(Path.GetDirectoryName(assembly.Location)!));
                }
            }

            s_loaded = true;
        }
    }

    /// <summary>What a failure to load means, and what to do.</summary>
    /// <param name="reason">The loader's.</param>
    /// <param name="isThere">Whether the library's file is there.</param>
    public static EngineUnavailableException Explain(Exception reason, bool isThere) => isThere
        ? new EngineUnavailableException(
            $"libtorch is there, but does not load on this system. On Linux it wants the C++ library of GCC 13 or later (GLIBCXX_3.4.32: Debian 13, Ubuntu 24.04 and newer; Debian 12 has GCC 12's). Train without -Engine Torch, or on a newer system. The loader said: {LoaderError(reason.Message)}", reason)
        : new EngineUnavailableException(
            "libtorch is not part of this build of the module. Build it with './build.ps1 Build -Libtorch', which downloads 0.7 GB, or train without -Engine Torch.", reason);

    /// <summary>Whether libtorch lies beside an assembly, or in its folder for this platform.</summary>
    public static bool IsThere(string folder)
    {
        string[] names = OperatingSystem.IsWindows() ? ["LibTorchSharp.dll"] : ["libLibTorchSharp.so", "libLibTorchSharp.dylib"];
        string runtimes = Path.Combine(folder, "runtimes");
        return names.Any(name => File.Exists(Path.Combine(folder, name))
            || (Directory.Exists(runtimes) && Directory.EnumerateDirectories(runtimes).Any(r => File.Exists(Path.Combine(r, "native", name)))));
    }

    // The loader lists every place where it looked; the lines that count are of the places where there was something.
    private static string LoaderError(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.FirstOrDefault(static l => l.Contains("version `", StringComparison.Ordinal))
            ?? lines.LastOrDefault(static l => !l.Contains("cannot open shared object file", StringComparison.Ordinal) || !l.StartsWith('/'))
            ?? message;
    }
}
