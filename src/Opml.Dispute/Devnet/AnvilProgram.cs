using System.Runtime.InteropServices;

namespace Opml.Dispute.Devnet;

/// <summary>Finds anvil, the local Ethereum node of Foundry.</summary>
public static class AnvilProgram
{
    /// <summary>The environment variable that names the program, in place of a search.</summary>
    public const string PathVariable = "OPML_ANVIL";

    /// <summary>
    /// The full path of anvil: the one given; else the one in the environment variable OPML_ANVIL; else, from the folder upward,
    /// the npm package @foundry-rs/anvil in src/contracts/node_modules or node_modules; else the first on PATH.
    /// </summary>
    /// <param name="explicitPath">The program itself, or null to look for it.</param>
    /// <param name="searchFolder">Where to begin; this assembly's folder if null.</param>
    /// <exception cref="DevnetException">It is nowhere.</exception>
    public static string Find(string? explicitPath = null, string? searchFolder = null)
    {
        if (explicitPath is not null)
            return Existing(explicitPath, "the path given");
        if (Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named)
            return Existing(named, $"the environment variable {PathVariable}");

        return FromPackages(searchFolder ?? Path.GetDirectoryName(typeof(AnvilProgram).Assembly.Location) ?? AppContext.BaseDirectory)
            ?? FromPath()
            ?? throw new DevnetException(
                "anvil, the local Ethereum node of Foundry, is not there. Install Foundry (https://getfoundry.sh), or run "
                + $"'npm install --prefix FOLDER @foundry-rs/anvil' and name the program in there with -AnvilPath or the environment variable {PathVariable}; "
                + "in this project's repository, run 'npm ci' in src/contracts.");
    }

    internal static string FileName => OperatingSystem.IsWindows() ? "anvil.exe" : "anvil";

    private static string Existing(string path, string source) => File.Exists(path)
        ? Path.GetFullPath(path)
        : throw new DevnetException($"There is no program at '{path}', which {source} names as anvil.");

    internal static string? FromPackages(string folder)
    {
        var package = PackageName();
        for (var at = new DirectoryInfo(folder); package is not null && at is not null; at = at.Parent)
        {
            foreach (var home in new[] { Path.Combine(at.FullName, "src", "contracts"), at.FullName })
            {
                var candidate = Path.Combine(home, "node_modules", "@foundry-rs", package, "bin", FileName);
                if (File.Exists(candidate))
                    return candidate;
            }
        }

        return null;
    }

    private static string? FromPath() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Path.Combine(folder, FileName))
        .FirstOrDefault(File.Exists);

    /// <summary>The npm package of this system; null where none is made.</summary>
    internal static string? PackageName()
    {
        var system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : null;
        var processor = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "amd64",
            Architecture.Arm64 when system == "win32" => "amd64", // Windows on Arm runs x64 programs.
            Architecture.Arm64 => "arm64",
            _ => null,
        };
        return system is null || processor is null ? null : $"anvil-{system}-{processor}";
    }
}
