using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Opml.Postgres.Tests;

/// <summary>Runs the tests; or, in a second life that a test has begun, a player.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (await PlayerProcess.PlayIfAskedAsync()) return 0;
        return args.Any(arg => arg is "-automated" or "@@")
            ? await ConsoleRunner.Run(args)
            : await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
