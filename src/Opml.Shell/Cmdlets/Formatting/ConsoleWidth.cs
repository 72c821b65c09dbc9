using System.Management.Automation.Host;

namespace Opml.Shell.Cmdlets.Formatting;

/// <summary>How wide text is rendered that does not say so itself.</summary>
internal static class ConsoleWidth
{
    private const int Default = 120;

    public static int Of(PSHost host)
    {
        try
        {
            return host.UI?.RawUI is { } raw && raw.BufferSize.Width > 1 ? raw.BufferSize.Width - 1 : Default;
        }
        catch (HostException)
        {
            return Default; // a host without a screen
        }
    }
}
