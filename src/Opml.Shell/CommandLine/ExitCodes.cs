namespace Opml.Shell.CommandLine;

/// <summary>The exit codes that the shell itself gives; a script's own <c>exit n</c> passes through.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;

    /// <summary>A wrong command line (EX_USAGE of sysexits.h, as pwsh).</summary>
    public const int Usage = 64;

    /// <summary>Added to a signal's number by every Unix shell.</summary>
    public const int SignalBase = 128;

    public const int Interrupted = SignalBase + 2;
}
