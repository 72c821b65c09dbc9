using System.Globalization;

namespace Opml.Mips.Tests.Conformance;

/// <summary>How much of the random tests is run: little in every build, more where OPML_CONFORMANCE says so (build.ps1 Conformance).</summary>
internal static class Scale
{
    /// <summary>How many times the usual number.</summary>
    public static int Factor { get; } = int.Parse(Environment.GetEnvironmentVariable("OPML_CONFORMANCE") is { Length: > 0 } value ? value : "1", CultureInfo.InvariantCulture);

    /// <summary>Where random seeds begin; another one makes other programs.</summary>
    public static int Seed { get; } = int.Parse(Environment.GetEnvironmentVariable("OPML_SEED") is { Length: > 0 } value ? value : "50000", CultureInfo.InvariantCulture);
}
