using Opml.Shell.CommandLine;
using Opml.Shell.Hosting;
using Opml.Shell.Session;

ShellCulture.Use();
OptionParser.Result parsed = OptionParser.Parse(args, Console.IsInputRedirected);
if (parsed.Options is not { } options)
{
    Console.Error.WriteLine(parsed.Error);
    Console.Error.WriteLine("Opml.Shell -Help shows how it is called.");
    return ExitCodes.Usage;
}

switch (options.Mode)
{
    case ShellMode.Help:
        Console.Out.WriteLine(HelpText.Value);
        return ExitCodes.Success;
    case ShellMode.Version:
        Console.Out.WriteLine(HelpText.Version);
        return ExitCodes.Success;
    default:
        using (var session = new ShellSession(options))
            return session.Run();
}
