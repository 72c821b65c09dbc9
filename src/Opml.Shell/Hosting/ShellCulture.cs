using System.Globalization;

namespace Opml.Shell.Hosting;

/// <summary>
/// The invariant culture, which calls its language English. The engine wraps lines between words only for languages that it
/// knows by their ISO 639 code, and inside words for all others, the invariant one ("iv") among them.
/// </summary>
internal sealed class ShellCulture() : CultureInfo("")
{
    public override string TwoLetterISOLanguageName => "en";

    /// <summary>From now on every thread has it.</summary>
    public static void Use()
    {
        var culture = new ShellCulture();
        DefaultThreadCurrentCulture = CurrentCulture = culture;
        DefaultThreadCurrentUICulture = CurrentUICulture = culture;
    }
}
