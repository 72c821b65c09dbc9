using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Opml.Shell.Hosting;

/// <summary>The engine's way to the outside. Keeps the exit code that a script asked for.</summary>
internal sealed class ShellHost(ShellUserInterface ui) : PSHost
{
    private int? _exitCode;

    /// <summary>The code given to <c>exit</c>, or null when nothing has asked to leave.</summary>
    public int? RequestedExitCode => _exitCode;

    public override string Name => "Opml.Shell";

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version ?? new Version(0, 1);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => _exitCode ??= exitCode;

    public override void EnterNestedPrompt() =>
        throw new PSNotSupportedException("Opml.Shell has no nested prompt: answer the question with Yes, No or Halt.");

    public override void ExitNestedPrompt()
    {
    }

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
