using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Opml.Mutation;

/// <summary>
/// A copy of the sources with all faults in them. They are built once: a fault wakes when the environment variable OPML_MUTANT
/// names it. The contracts ask a word of their storage, which their constructors fill; the number is put into their code when a test
/// loads it.
/// </summary>
internal sealed partial class Field : IDisposable
{
    private const string Variable = "OPML_MUTANT";

    // Any 32 bytes that occur nowhere else in a contract's code.
    private const string Placeholder = "9d1f6e0b52c84a37e61bd7a90c35f28461fb7e3d90a5c2487be1d36f5a0c9e27";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("opml-mutation-");

    /// <summary>Copies the sources and sows.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="mutants">The faults.</param>
    public void Sow(string root, IReadOnlyList<Mutant> mutants)
    {
        foreach (string file in Run(root, "git", ["ls-files"]).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string source = Path.Combine(root, file), target = Path.Combine(_folder.FullName, file);
            if (!File.Exists(source)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }
        foreach (Mutant mutant in mutants) Edit(mutant.File, mutant.Sow);
        foreach (string project in mutants.Select(mutant => ProjectOf(mutant.File)).OfType<string>().Distinct()) AddSwitch(project);
        OpenContracts();
    }

    /// <summary>Compiles the contracts and builds the test projects.</summary>
    public void Build(IEnumerable<string> projects)
    {
        string contracts = Path.Combine(_folder.FullName, "src", "contracts");
        string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
        Must(Run(contracts, npm, ["ci", "--no-audit", "--no-fund"]), "npm ci");
        Must(Run(contracts, "node", ["compile.js"]), "The contracts");
        foreach (string project in projects)
            Must(Run(_folder.FullName, "dotnet", ["build", Path.Combine("tests", Name(project)), "-c", "Release", "-v:q", "-nologo", "-p:TreatWarningsAsErrors=false"]), Name(project));
    }

    /// <summary>Runs test classes with a fault awake, or with none for 0.</summary>
    /// <returns>Null when all pass; else the first test that fails.</returns>
    public string? FirstFailure(int mutant, string project, IEnumerable<string> classes)
    {
        string program = Path.Combine(_folder.FullName, "tests", Name(project), "bin", "Release", "net10.0", Name(project) + ".dll");
        (int code, string output) = Run(
            _folder.FullName, "dotnet", [program, "--stop-on-fail", "on", "--no-progress", "--filter-class", .. classes.Select(name => "*." + name)], mutant);
        if (code == 0) return Total().Match(output) is { Success: true } total && total.Groups[1].Value != "0" ? null : throw new MutationException($"No test of {project} was run:\n{output}");
        return code == int.MinValue ? $"nothing ended within {s_patience.TotalMinutes:0} minutes" : FailedTest().Match(output) is { Success: true } failed ? failed.Groups[1].Value : $"exit code {code}: {output[..Math.Min(output.Length, 200)]}";
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Name(string project) => $"Opml.{project}.Tests";

    private static string? ProjectOf(string file) => file.EndsWith(".cs", StringComparison.Ordinal) ? file.Split('/')[1] : null;

    private void Edit(string file, Func<string, string> edit)
    {
        string path = Path.Combine(_folder.FullName, file);
        File.WriteAllText(path, edit(File.ReadAllText(path)));
    }

    private void AddSwitch(string project) => File.WriteAllText(Path.Combine(_folder.FullName, "src", project, "Mutant.cs"), $$"""
        namespace {{project}};

        internal static class Mutant
        {
            private static readonly int s_number = int.Parse(Environment.GetEnvironmentVariable("{{Variable}}") ?? "0", null);

            public static bool Is(int number) => s_number == number;
        }
        """);

    /// <summary>Functions read storage now, so none is pure; the compiler's advice is not asked for.</summary>
    private void OpenContracts()
    {
        string sources = Path.Combine(_folder.FullName, "src", "contracts", "src");
        foreach (string path in Directory.EnumerateFiles(sources, "*.sol", SearchOption.AllDirectories))
        {
            string text = PureWord().Replace(File.ReadAllText(path), "view");
            if (text.Contains("mutant(", StringComparison.Ordinal))
            {
                string up = string.Concat(Enumerable.Repeat("../", Path.GetRelativePath(sources, path).Count(c => c == Path.DirectorySeparatorChar)));
                text = text.Replace("pragma solidity 0.8.37;", $"pragma solidity 0.8.37;\n\nimport {{mutant}} from \"{(up.Length == 0 ? "./" : up)}Mutant.sol\";", StringComparison.Ordinal);
            }
            File.WriteAllText(path, text);
        }
        File.WriteAllText(Path.Combine(sources, "Mutant.sol"), $$"""
            // SPDX-License-Identifier: MIT
            pragma solidity 0.8.37;

            function mutant(uint256 which) view returns (bool awake) {
                assembly {
                    awake := eq(sload(0x6d7574616e74), which)
                }
            }
            """);
        string fill = $"assembly {{ sstore(0x6d7574616e74, 0x{Placeholder}) }}";
        Edit("src/contracts/src/machine/MipsMachine.sol", text => Once(text, "contract MipsMachine is IMachine {", $"contract MipsMachine is IMachine {{\n    constructor() {{ {fill} }}\n"));
        Edit("src/contracts/src/Challenges.sol", text => Once(text, "        machine = machine_;", $"        machine = machine_;\n        {fill}"));
        Edit("src/contracts/compile.js", text => Once(text, "const problems = output.errors ?? [];", "const problems = (output.errors ?? []).filter(e => e.severity === 'error');"));
        Edit("src/Opml.Dispute/Contracts/ContractArtifacts.cs", text => Once(text, "reader.ReadToEnd()",
            $"reader.ReadToEnd().Replace(\"{Placeholder}\", int.Parse(Environment.GetEnvironmentVariable(\"{Variable}\") ?? \"0\", null).ToString(\"x64\", null), StringComparison.Ordinal)"));
    }

    private static string Once(string text, string old, string replacement) =>
        text.Split(old).Length == 2 ? text.Replace(old, replacement, StringComparison.Ordinal) : throw new MutationException($"'{old}' is not there once.");

    private static void Must((int Code, string Output) run, string what)
    {
        if (run.Code != 0) throw new MutationException($"{what} with the faults asleep: {run.Output}");
    }

    private static (int Code, string Output) Run(string folder, string program, IEnumerable<string> arguments, int mutant = 0)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Variable] = mutant.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start) ?? throw new MutationException($"{program} does not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            return (int.MinValue, "");
        }
        return (process.ExitCode, output.Result + errors.Result);
    }

    [GeneratedRegex(@"\bpure\b")]
    private static partial Regex PureWord();

    [GeneratedRegex(@"^failed (?:Opml\.)?(.*?) \(\d", RegexOptions.Multiline)]
    private static partial Regex FailedTest();

    [GeneratedRegex(@"^\s*succeeded: (\d+)", RegexOptions.Multiline)]
    private static partial Regex Total();
}
