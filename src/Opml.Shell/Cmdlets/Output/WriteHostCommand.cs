using System.Collections;
using System.Management.Automation;

namespace Opml.Shell.Cmdlets.Output;

/// <summary>Write-Host: to the information stream, tagged so that the engine shows it.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
internal sealed class WriteHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true), Alias("Msg", "Message")]
    public object? Object { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public object Separator { get; set; } = " ";

    [Parameter]
    public ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    [Parameter]
    public ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    protected override void ProcessRecord()
    {
        var message = new HostInformationMessage { Message = Text(Object), NoNewLine = NoNewline };
        if (MyInvocation.BoundParameters.ContainsKey(nameof(ForegroundColor))) message.ForegroundColor = ForegroundColor;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(BackgroundColor))) message.BackgroundColor = BackgroundColor;
        WriteInformation(message, ["PSHOST"]);
    }

    private string Text(object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (plain is null) return "";
        if (plain is string text) return text;
        if (plain is IEnumerable items and not IDictionary)
            return string.Join(Separator?.ToString(), items.Cast<object?>().Select(Text));
        return value!.ToString() ?? "";
    }
}
