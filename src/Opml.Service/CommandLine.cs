namespace Opml.Service;

/// <summary>The command line.</summary>
/// <param name="ConfigPath">The configuration file; null for the environment alone.</param>
/// <param name="ChecksOnly">Whether the configuration is only checked.</param>
/// <param name="EndsWithInput">Whether the service stops when its standard input is closed, so that it ends with whoever started it.</param>
/// <param name="WantsHelp">Whether to show how it is used.</param>
internal sealed record CommandLine(string? ConfigPath, bool ChecksOnly, bool EndsWithInput, bool WantsHelp)
{
    public const string Help = """
        opml-node [--config FILE] [--check] [--until-input-closes]

        Runs an Opml node until SIGTERM or Ctrl+C. Settings come from FILE (JSON; OPML_CONFIG names it too) and from the environment,
        which goes before it: OPML_CONTRACT, OPML_RPCURLS (with commas), OPML_LIMITS__MAXFEEPERGAS and so on.
        The account's key comes from OPML_KEYSTORE and OPML_KEYSTORE_PASSWORD_FILE (or OPML_KEYSTORE_PASSWORD), from OPML_PRIVATE_KEY, or
        from systemd's credentials opml-keystore and opml-keystore-password, or opml-private-key.

        --check               checks settings and key, and says what is wrong
        --until-input-closes  stops when standard input is closed

        Exit codes: 0 stopped as told, 1 unforeseen, 64 wrong command line, 74 the store failed, 78 wrong configuration.
        """;

    /// <exception cref="ArgumentException">It is wrong.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var line = new CommandLine(Environment.GetEnvironmentVariable("OPML_CONFIG") is { Length: > 0 } named ? named : null, false, false, false);
        for (int i = 0; i < args.Count; i++)
        {
            line = args[i] switch
            {
                "--config" when i + 1 < args.Count => line with { ConfigPath = args[++i] },
                "--config" => throw new ArgumentException("--config needs a file."),
                "--check" => line with { ChecksOnly = true },
                "--until-input-closes" => line with { EndsWithInput = true },
                "--help" or "-h" => line with { WantsHelp = true },
                _ => throw new ArgumentException($"'{args[i]}' is not understood; see --help."),
            };
        }
        return line;
    }
}
