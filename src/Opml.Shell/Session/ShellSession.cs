using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.PowerShell;
using Opml.Shell.Cmdlets;
using Opml.Shell.CommandLine;
using Opml.Shell.Editing;
using Opml.Shell.Hosting;

namespace Opml.Shell.Session;

/// <summary>One start of the shell: its runspace, its signals, its exit code.</summary>
internal sealed class ShellSession : IDisposable
{
    private readonly ShellOptions _options;
    private readonly ConsoleText _console = ConsoleText.ForProcess();
    private readonly ConsoleQuestions _questions;
    private readonly ShellHost _host;
    private readonly List<PosixSignalRegistration> _signals = [];
    private PipelineRun? _pipeline;
    private int _signalCode;
    private int _interrupts;

    public ShellSession(ShellOptions options)
    {
        _options = options;
        _questions = new ConsoleQuestions(_console, Console.In, options.NonInteractive, !Console.IsInputRedirected);
        _host = new ShellHost(new ShellUserInterface(_console, _questions));
    }

    /// <summary>Opens the runspace, does what the options say, closes it.</summary>
    /// <returns>The process's exit code.</returns>
    public int Run()
    {
        Signal(PosixSignal.SIGINT);
        Signal(PosixSignal.SIGTERM);
        Signal(PosixSignal.SIGHUP);
        if (_options.WorkingDirectory is { } folder)
        {
            if (!Directory.Exists(folder)) return Refuse($"-WorkingDirectory: there is no folder '{folder}'.");
            Environment.CurrentDirectory = folder;
        }

        string script = Path.GetFullPath(_options.Source.Length > 0 ? _options.Source : ".");
        if (_options.Mode == ShellMode.File && !File.Exists(script))
            return Refuse($"'{_options.Source}' is no file and no option. A command goes after -Command.");

        string? manifest;
        try
        {
            manifest = Manifest(script);
        }
        catch (FileNotFoundException e)
        {
            return Refuse(e.Message);
        }

        _pipeline = Open();
        if (manifest is not null && _pipeline.Execute(Import(manifest)) == PipelineEnd.Failed)
        {
            _console.WriteError($"The module '{manifest}' could not be loaded. -NoModule starts without it.\n");
            return ExitCodes.Failure;
        }

        int code = _options.Mode switch
        {
            ShellMode.File => RunFile(script),
            ShellMode.Command => RunText(_options.Source),
            ShellMode.StandardInput => RunText(Console.In.ReadToEnd()),
            _ => ExitCodes.Success,
        };
        if (_options.Mode == ShellMode.Prompt || (_options.NoExit && _host.RequestedExitCode is null && _signalCode == 0))
            code = new PromptLoop(_pipeline, _host, _console, Lines(_pipeline)).Run(greet: !_options.NoLogo, leave: () => _signalCode != 0);
        return _signalCode != 0 ? _signalCode : code;
    }

    public void Dispose()
    {
        _console.EndProgress();
        _pipeline?.Dispose();
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
    }

    /// <summary>The runspace's contents: the engine's own commands and the stand-ins for those that it lacks.</summary>
    internal static InitialSessionState CreateState()
    {
        var state = InitialSessionState.CreateDefault2();
        StandIns.AddTo(state);
        state.ThreadOptions = PSThreadOptions.ReuseThread;
        if (OperatingSystem.IsWindows()) state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        return state;
    }

    private PipelineRun Open()
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(_host, CreateState());
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        var pipeline = new PipelineRun(runspace, _host);
        if (!_console.OutputColour) pipeline.Evaluate("$PSStyle.OutputRendering = 'PlainText'");
        return pipeline;
    }

    private string? Manifest(string script)
    {
        if (_options.ModulePath is { } named) return ModuleLocator.Named(named);
        if (!_options.LoadModule) return null;
        string? found = ModuleLocator.FindBuilt(AppContext.BaseDirectory);
        return found is not null && _options.Mode == ShellMode.File && ModuleLocator.IsOwnBuild(found, script) ? null : found;
    }

    // The editor's assemblies are loaded only for a prompt on a terminal.
    private ILineSource Lines(PipelineRun pipeline) =>
        Console.IsInputRedirected || Console.IsOutputRedirected ? new PlainLines(_console, Console.In) : OnTerminal(pipeline);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ILineSource OnTerminal(PipelineRun pipeline) =>
        EditedLines.IsPossible ? new EditedLines(_console, pipeline.Runspace, HistoryFile.Usual) : new PlainLines(_console, Console.In);

    private static Command Import(string manifest)
    {
        var import = new Command("Import-Module");
        import.Parameters.Add("Name", manifest);
        import.Parameters.Add("Global");
        import.Parameters.Add("ErrorAction", ActionPreference.Stop);
        return import;
    }

    /// <summary>As pwsh -File: the script's <c>exit n</c>; 1 for an error that ended it; else 0.</summary>
    private int RunFile(string script)
    {
        var command = new Command(script, isScript: false, useLocalScope: false);
        foreach (CommandParameter argument in ScriptArguments.Bind(_options.Arguments)) command.Parameters.Add(argument);
        if (!_options.NoExit) EngineParts.LetExitLeaveScriptFiles(_pipeline!.Runspace);
        return Code(_pipeline!.Execute(command), completed: ExitCodes.Success);
    }

    /// <summary>As pwsh -Command: <c>exit n</c>; 1 for an error that ended it or when its last statement failed ($?); else 0.</summary>
    private int RunText(string text)
    {
        PipelineEnd end = _pipeline!.Execute(text);
        int completed = end == PipelineEnd.Completed && _pipeline.Evaluate("$?") is false ? ExitCodes.Failure : ExitCodes.Success;
        return Code(end, completed);
    }

    private int Code(PipelineEnd end, int completed)
    {
        _console.EndProgress();
        return end switch
        {
            PipelineEnd.Stopped => ExitCodes.Interrupted,
            _ when _host.RequestedExitCode is { } asked => asked,
            PipelineEnd.Failed => ExitCodes.Failure,
            _ => completed,
        };
    }

    private int Refuse(string message)
    {
        _console.WriteError(message + "\n");
        return ExitCodes.Usage;
    }

    private void Signal(PosixSignal signal) => _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        bool interactive = _options.Mode == ShellMode.Prompt && context.Signal == PosixSignal.SIGINT;
        int number = context.Signal switch { PosixSignal.SIGINT => 2, PosixSignal.SIGTERM => 15, _ => 1 };
        if (!interactive) _signalCode = ExitCodes.SignalBase + number;

        bool stopped = _pipeline?.Stop() ?? false;
        if (stopped)
        {
            _interrupts = 0;
            return;
        }

        if (interactive) return;
        if (_pipeline is not { IsRunning: true }) Environment.Exit(_signalCode);
        if (++_interrupts == 1) _console.WriteError("Stopping. Once more leaves at once.\n");
        else Environment.Exit(_signalCode);
    }
}
