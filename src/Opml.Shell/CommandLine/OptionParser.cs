namespace Opml.Shell.CommandLine;

/// <summary>Reads the command line in pwsh's way: options first, then a script with everything after it as its arguments.</summary>
internal static class OptionParser
{
    private static readonly string[] Names =
        ["Command", "File", "Help", "ModulePath", "NoExit", "NoLogo", "NoModule", "NonInteractive", "NoProfile", "Version", "WorkingDirectory"];

    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["c"] = "Command",
        ["f"] = "File",
        ["h"] = "Help",
        ["?"] = "Help",
        ["nop"] = "NoProfile",
        ["noni"] = "NonInteractive",
        ["nol"] = "NoLogo",
        ["noe"] = "NoExit",
        ["v"] = "Version",
        ["wd"] = "WorkingDirectory",
    };

    /// <param name="args">The process's arguments.</param>
    /// <param name="inputRedirected">True when standard input is not a terminal: without a script, it is the script.</param>
    public static Result Parse(IReadOnlyList<string> args, bool inputRedirected)
    {
        var options = new ShellOptions(inputRedirected ? ShellMode.StandardInput : ShellMode.Prompt);
        for (int i = 0; i < args.Count; i++)
        {
            string? name = OptionName(args[i]);
            if (name is null)
                return args[i].Length > 1 && args[i][0] == '-'
                    ? Fail($"'{args[i]}' is no option of Opml.Shell.")
                    : Script(options, args, i);

            string? value = i + 1 < args.Count ? args[i + 1] : null;
            switch (name)
            {
                case "Help": return new(options with { Mode = ShellMode.Help });
                case "Version": return new(options with { Mode = ShellMode.Version });
                case "NoModule": options = options with { LoadModule = false }; break;
                case "NonInteractive": options = options with { NonInteractive = true }; break;
                case "NoLogo": options = options with { NoLogo = true }; break;
                case "NoExit": options = options with { NoExit = true }; break;
                case "NoProfile": break; // there is no profile to leave out
                case "File":
                    return value is null ? Missing(name, "a script") : Script(options, args, i + 1);
                case "Command":
                    return value is null ? Missing(name, "the command") : Command(options, args, i + 1);
                case "ModulePath":
                    if (value is null) return Missing(name, "a manifest or a folder");
                    options = options with { ModulePath = value };
                    i++;
                    break;
                case "WorkingDirectory":
                    if (value is null) return Missing(name, "a folder");
                    options = options with { WorkingDirectory = value };
                    i++;
                    break;
            }
        }

        return new(options);
    }

    private static Result Script(ShellOptions options, IReadOnlyList<string> args, int at) => args[at] == "-"
        ? new(options with { Mode = ShellMode.StandardInput })
        : new(options with { Mode = ShellMode.File, Source = args[at], Arguments = [.. args.Skip(at + 1)] });

    private static Result Command(ShellOptions options, IReadOnlyList<string> args, int at) => args[at] == "-"
        ? new(options with { Mode = ShellMode.StandardInput })
        : new(options with { Mode = ShellMode.Command, Source = string.Join(' ', args.Skip(at)) });

    private static string? OptionName(string argument)
    {
        if (argument.Length < 2 || argument[0] != '-') return null;
        string text = argument.TrimStart('-');
        if (ShortNames.TryGetValue(text, out string? known)) return known;
        return Names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
    }

    private static Result Missing(string option, string what) => Fail($"-{option} needs {what} after it.");

    private static Result Fail(string error) => new(null, error);

    /// <param name="Options">The options, or null when the line is wrong.</param>
    /// <param name="Error">What is wrong with it.</param>
    internal sealed record Result(ShellOptions? Options, string Error = "");
}
