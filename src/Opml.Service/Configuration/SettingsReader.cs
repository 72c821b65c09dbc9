using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Microsoft.Extensions.Configuration;
using Opml.Ethereum;
using Opml.Node.Configuration;

namespace Opml.Service.Configuration;

/// <summary>Makes settings of the configuration's texts. All that is wrong is told at once, by the names of the settings.</summary>
/// <param name="root">JSON file and environment.</param>
/// <param name="folder">The folder that relative paths are in: the configuration file's.</param>
internal sealed class SettingsReader(IConfiguration root, string folder)
{
    private static readonly string[] s_names =
    [
        "RpcUrls", "Contract", "Oracle", "ChainId", "FromBlock", "Roles", "Models", "ModelFolders", "Store", "Postgres", "Limits", "PollSeconds",
        "HousekeepingSeconds", "KeptRuns", "SnapshotMemoryMiB", "SnapshotFolder", "MetricsPort", "MetricsHost", "LogFormat", "Logging",
    ];

    private static readonly string[] s_limitNames =
    [
        "MaxProposerBond", "MaxChallengerBond", "MinFee", "MaxSteps", "MaxFeePerGas", "MinFreeDiskMiB", "SafetyMarginPercent", "MaxClockSkewSeconds",
    ];

    private readonly List<string> _complaints = [];

    /// <exception cref="NodeConfigurationException">Something is wrong.</exception>
    public ServiceSettings Read()
    {
        CheckNames(root, s_names, "");
        CheckNames(root.GetSection("Limits"), s_limitNames, "Limits:");
        var defaults = new NodeOptions { RpcUrls = [], Contract = default };
        var options = new NodeOptions
        {
            RpcUrls = [.. List("RpcUrls").Select(item => Parse("RpcUrls", item, text => new Uri(text, UriKind.Absolute), "an address as http://host:port", isSecret: true)).OfType<Uri>()],
            Contract = Value("Contract", Address.Parse, "an address of 0x and 40 hex digits", default),
            Oracle = Value<Address?>("Oracle", text => Address.Parse(text), "an address of 0x and 40 hex digits", null),
            ChainId = Value<ulong?>("ChainId", text => ulong.Parse(text, CultureInfo.InvariantCulture), "a whole number", null),
            FromBlock = Value("FromBlock", text => ulong.Parse(text, CultureInfo.InvariantCulture), "a block's number", 0UL),
            Roles = List("Roles") is { Length: > 0 } roles
                ? [.. roles.Select(role => Parse<NodeRole?>("Roles", role, text => ParseEnum<NodeRole>(text), "Proposer or Validator")).OfType<NodeRole>().Distinct()]
                : defaults.Roles,
            Models = [.. root.GetSection("Models").GetChildren().Select(ReadModel).OfType<ModelSource>()],
            ModelFolders = [.. List("ModelFolders").Select(FullPath)],
            StorePath = Value<string?>("Store", FullPath, "a path", null),
            Postgres = Value<PostgresConnection?>("Postgres", text => new PostgresConnection(text), "a connection string", null),
            Limits = ReadLimits(defaults.Limits),
            PollInterval = Value("PollSeconds", Seconds, "a number of seconds", defaults.PollInterval),
            HousekeepingInterval = Value("HousekeepingSeconds", Seconds, "a number of seconds", defaults.HousekeepingInterval),
            KeptRuns = Value("KeptRuns", text => int.Parse(text, CultureInfo.InvariantCulture), "a whole number", defaults.KeptRuns),
            SnapshotMemory = Value("SnapshotMemoryMiB", text => checked(long.Parse(text, CultureInfo.InvariantCulture) << 20), "a number of MiB", defaults.SnapshotMemory),
            SnapshotFolder = Value<string?>("SnapshotFolder", FullPath, "a path", null),
            MetricsPort = Value<int?>("MetricsPort", text => int.Parse(text, CultureInfo.InvariantCulture), "a port, or 0 for a free one", null),
            MetricsHost = Value("MetricsHost", text => text, "an address of this machine", defaults.MetricsHost),
        };
        LogFormat format = Value("LogFormat", ParseEnum<LogFormat>, "Text or Json", LogFormat.Text);
        return _complaints.Count == 0 ? new ServiceSettings(options, format) : throw new NodeConfigurationException(_complaints);
    }

    private NodeLimits ReadLimits(NodeLimits defaults) => new()
    {
        MaxProposerBond = Value("Limits:MaxProposerBond", Wei, "an amount of wei", defaults.MaxProposerBond),
        MaxChallengerBond = Value("Limits:MaxChallengerBond", Wei, "an amount of wei", defaults.MaxChallengerBond),
        MinFee = Value("Limits:MinFee", Wei, "an amount of wei", defaults.MinFee) ?? 0,
        MaxSteps = Value("Limits:MaxSteps", text => ulong.Parse(text, CultureInfo.InvariantCulture), "a whole number", defaults.MaxSteps),
        MaxFeePerGas = Value("Limits:MaxFeePerGas", Wei, "an amount of wei", defaults.MaxFeePerGas),
        MinFreeDisk = Value("Limits:MinFreeDiskMiB", text => checked(long.Parse(text, CultureInfo.InvariantCulture) << 20), "a number of MiB", defaults.MinFreeDisk),
        SafetyMarginPercent = Value("Limits:SafetyMarginPercent", text => int.Parse(text, CultureInfo.InvariantCulture), "a number from 0 to 90", defaults.SafetyMarginPercent),
        MaxClockSkew = Value("Limits:MaxClockSkewSeconds", Seconds, "a number of seconds", defaults.MaxClockSkew),
    };

    private ModelSource? ReadModel(IConfigurationSection section)
    {
        CheckNames(section, ["Program", "Model"], section.Path + ":");
        if (section["Program"] is { Length: > 0 } program && section["Model"] is { Length: > 0 } model)
            return new ModelSource(FullPath(program), FullPath(model));
        _complaints.Add($"{section.Path} needs two paths: \"Program\" and \"Model\".");
        return null;
    }

    private void CheckNames(IConfiguration section, string[] known, string prefix)
    {
        foreach (IConfigurationSection child in section.GetChildren())
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                _complaints.Add($"{prefix}{child.Key} is no setting; there are {string.Join(", ", known)}.");
    }

    /// <summary>An array of the file, or one text of the environment with commas.</summary>
    private string[] List(string name) => root[name] is { Length: > 0 } text
        ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : [.. root.GetSection(name).GetChildren().Select(child => child.Value).OfType<string>()];

    private T Value<T>(string name, Func<string, T> parse, string expectation, T otherwise) =>
        root[name] is { Length: > 0 } text ? Parse(name, text, parse, expectation) ?? otherwise : otherwise;

    private T? Parse<T>(string name, string text, Func<string, T> parse, string expectation, bool isSecret = false)
    {
        try
        {
            return parse(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            _complaints.Add(isSecret ? $"{name} must be {expectation}." : $"{name} is '{text}'; it must be {expectation}.");
            return default;
        }
    }

    private string FullPath(string path) => Path.GetFullPath(path, folder);

    private static T ParseEnum<T>(string text)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw new FormatException();

    private static BigInteger? Wei(string text) => BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
}
