using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Opml.Shell.Session;

/// <summary>
/// The few parts of the engine that pwsh reaches as a friend assembly and that have no public door. They are reached by name in
/// the one pinned version of System.Management.Automation, here only; tests hold each of them.
/// </summary>
internal static class EngineParts
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const string Format = "Microsoft.PowerShell.Commands.Internal.Format.";
    private static readonly Assembly Engine = typeof(PSObject).Assembly;

    /// <summary>From now on <c>exit</c> in a script file ends the pipeline and reaches the host, as pwsh -File does it.</summary>
    public static void LetExitLeaveScriptFiles(Runspace runspace)
    {
        object context = Property(typeof(Runspace), "ExecutionContext").GetValue(runspace) ?? throw Missing("ExecutionContext");
        Property(context.GetType(), "ScriptCommandProcessorShouldRethrowExit").SetValue(context, true);
    }

    /// <summary>Gives a Format-Table or Format-List its engine: <paramref name="shape"/> is Table, List or Wide.</summary>
    public static void UseFormatter(FrontEndCommandBase command, string shape)
    {
        Type shapes = Find(Format + "FormatShape");
        SetImplementation(command, Create(Find(Format + "InnerFormatShapeCommand"), Enum.Parse(shapes, shape)));
    }

    /// <summary>Gives an Out-* cmdlet the engine's renderer, writing lines of <paramref name="width"/> columns to <paramref name="writer"/>.</summary>
    public static void UseRenderer(FrontEndCommandBase command, TextWriter writer, int width)
    {
        object renderer = Create(Find(Format + "OutCommandInner"));
        Property(renderer.GetType(), "LineOutput").SetValue(renderer, Create(Find(Format + "TextWriterLineOutput"), writer, width));
        SetImplementation(command, renderer);
    }

    /// <summary>The exception by which a cmdlet says that it needs no more input, so that everything before it stops.</summary>
    public static Exception StopUpstream(Cmdlet asking) =>
        (Exception)Create(Find("System.Management.Automation.StopUpstreamCommandsException"), asking);

    /// <summary>A validation error that makes the binder try its other parameter sets before it reports it.</summary>
    public static Exception WrongParameterSet(string message) => (Exception)Create(typeof(ValidationMetadataException), message, true);

    /// <summary>Makes an error point at the place that asked for it to be written, instead of at the cmdlet that writes it.</summary>
    public static void SetPlace(ErrorRecord record, InvocationInfo place)
    {
        MethodInfo set = typeof(ErrorRecord).GetMethod("SetInvocationInfo", Any) ?? throw Missing("SetInvocationInfo");
        set.Invoke(record, [place]);
        Property(typeof(ErrorRecord), "PreserveInvocationInfoOnce").SetValue(record, true);
    }

    /// <summary>Sends an error that is shown as an object to standard error, as the engine does with those of the error stream.</summary>
    public static void MarkAsError(PSObject error)
    {
        PropertyInfo stream = Property(typeof(PSObject), "WriteStream");
        stream.SetValue(error, Enum.Parse(stream.PropertyType, "Error"));
    }

    private static void SetImplementation(FrontEndCommandBase command, object implementation)
    {
        FieldInfo field = typeof(FrontEndCommandBase).GetField("implementation", Any) ?? throw Missing("implementation");
        field.SetValue(command, implementation);
    }

    private static object Create(Type type, params object[] arguments) =>
        Activator.CreateInstance(type, Any, binder: null, arguments, culture: null) ?? throw Missing(type.Name);

    private static Type Find(string name) => Engine.GetType(name) ?? throw Missing(name);

    private static PropertyInfo Property(Type type, string name) => type.GetProperty(name, Any) ?? throw Missing(name);

    private static InvalidOperationException Missing(string name) =>
        new($"This System.Management.Automation ({Engine.GetName().Version}) has no '{name}'. Opml.Shell needs the version that it was built with.");
}
