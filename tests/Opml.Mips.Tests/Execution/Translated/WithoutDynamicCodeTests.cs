using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Opml.Mips.Tests.Execution.Translated;

/// <summary>Where no code can be made at run time: tests of the fast engine in a process of their own, whose runtime is told that it cannot.</summary>
public class WithoutDynamicCodeTests
{
    private const string Switch = "System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported";

    /// <summary>A variable that the process finds set.</summary>
    internal const string Mark = "OPML_TESTS_WITHOUT_DYNAMIC_CODE";

    private static readonly string[] s_tests =
    [
        nameof(TranslatedEngineTests.It_translates_what_is_hot_where_code_can_be_made_and_interprets_everything_else),
        nameof(TranslatedEngineTests.Random_programs_agree_in_strides_of_any_length),
        nameof(TranslatedEngineTests.The_tutorials_guest_agrees_all_along),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_engine_interprets_and_agrees()
    {
        string assembly = typeof(WithoutDynamicCodeTests).Assembly.Location;
        string settings = Path.Combine(Directory.CreateTempSubdirectory("opml-tests-").FullName, "settings.json");
        try
        {
            JsonNode node = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(assembly, ".runtimeconfig.json"), Token))!;
            JsonObject options = node["runtimeOptions"]!.AsObject();
            if (options["configProperties"] is null) options["configProperties"] = new JsonObject();
            options["configProperties"]![Switch] = false;
            await File.WriteAllTextAsync(settings, node.ToJsonString(), Token);

            var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", settings, assembly, .. s_tests.SelectMany(test => new[] { "--filter-method", $"{typeof(TranslatedEngineTests).FullName}.{test}" })])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment[Mark] = "1";
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync(Token), output = process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            string text = await output + await errors;
            Assert.True(process.ExitCode == 0 && text.Contains("failed: 0", StringComparison.Ordinal), text);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(settings)!, recursive: true);
        }
    }
}
