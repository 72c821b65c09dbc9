using System.Management.Automation.Runspaces;

namespace Opml.Shell.Session;

/// <summary>A script's arguments as typed on a command line: <c>-Name value</c>, <c>-Name:value</c>, <c>-Switch</c>, values by position.</summary>
internal static class ScriptArguments
{
    /// <summary>
    /// The engine binds a parameter without a value (name with its dash) followed by a value without a name just as it binds a
    /// typed command. As pwsh -File: every value is a string, but <c>-Switch:$true</c> and <c>-Switch:$false</c> are understood.
    /// After <c>--</c> everything is a value.
    /// </summary>
    public static IEnumerable<CommandParameter> Bind(IReadOnlyList<string> arguments)
    {
        bool onlyValues = false;
        foreach (string argument in arguments)
        {
            if (onlyValues || !IsParameter(argument))
            {
                yield return new CommandParameter(null, argument);
            }
            else if (argument == "--")
            {
                onlyValues = true;
            }
            else
            {
                int colon = argument.IndexOf(':', StringComparison.Ordinal);
                if (colon < 0 || colon == argument.Length - 1) yield return new CommandParameter(argument);
                else yield return new CommandParameter(argument[..(colon + 1)], Value(argument[(colon + 1)..]));
            }
        }
    }

    private static object Value(string text) => text.ToUpperInvariant() switch
    {
        "$TRUE" => true,
        "$FALSE" => false,
        _ => text,
    };

    /// <summary>A dash before a letter or a second dash; -5 is a value.</summary>
    private static bool IsParameter(string argument) =>
        argument.Length > 1 && argument[0] == '-' && (char.IsLetter(argument[1]) || argument[1] is '_' or '?' || argument == "--");
}
