using System.Management.Automation;
using System.Reflection;

namespace Opml.Shell.CommandLine;

/// <summary>The texts of <c>-Help</c> and <c>-Version</c>.</summary>
internal static class HelpText
{
    public const string Value = """
        Opml.Shell: PowerShell with the Opml module loaded.

        Opml.Shell                             a prompt (Ctrl+C stops a command, exit leaves)
        Opml.Shell [-File] SCRIPT [ARGUMENTS]  runs a script file; its parameters bind by name and by position
        Opml.Shell -Command TEXT               runs a command; '-' reads it from standard input
        ... | Opml.Shell                       runs standard input as a script

          -ModulePath PATH        the module's manifest or its folder; otherwise Opml.psd1 is looked for from
                                  the executable's folder upwards
          -NoModule               leaves the module out
          -NonInteractive         questions fail instead of being asked
          -NoExit                 opens the prompt after the script or command
          -NoLogo                 opens the prompt without its greeting
          -NoProfile              accepted; there is no profile
          -WorkingDirectory PATH  starts there
          -Version, -Help

        Exit codes: the script's own 'exit N'; 1 for an error that ended it; 64 for a wrong command line;
        130 after Ctrl+C. NO_COLOR turns colours off; they are never written to a file or a pipe.
        """;

    /// <summary>The shell's version and its engine's.</summary>
    public static string Version
    {
        get
        {
            string own = typeof(HelpText).Assembly.GetName().Version?.ToString(3) ?? "?";
            string engine = typeof(PSObject).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split(' ')[0] ?? "?";
            return $"Opml.Shell {own} (PowerShell engine {engine})";
        }
    }
}
