using System.Collections;
using Microsoft.Extensions.Configuration;
using Opml.Service.Secrets;

namespace Opml.Service.Configuration;

/// <summary>The environment's OPML_… variables as settings; two underscores go down a level. Secrets are none of them.</summary>
internal sealed class SettingsEnvironment : ConfigurationProvider, IConfigurationSource
{
    private const string Prefix = "OPML_";

    // What the command line and the local node read.
    private static readonly string[] s_others = ["OPML_CONFIG", "OPML_ANVIL"];

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <inheritdoc/>
    public override void Load()
    {
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            string name = (string)entry.Key;
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || AccountSecret.Variables.Contains(name) || s_others.Contains(name)) continue;
            Data[name[Prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = (string?)entry.Value;
        }
    }
}
