using System.Management.Automation;
using System.Management.Automation.Provider;
using System.Text;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Content;

/// <summary>Get-Content: files by line, raw or by byte; other providers by what their reader gives.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = ByPath), Alias("gc", "type")]
internal sealed class GetContentCommand : PathCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true), Alias("First", "Head")]
    [ValidateRange(0, long.MaxValue)]
    public long TotalCount { get; set; } = -1;

    [Parameter(ValueFromPipelineByPropertyName = true), Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int Tail { get; set; } = -1;

    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    [Parameter]
    [EncodingArgument]
    public Encoding Encoding { get; set; } = EncodingArgumentAttribute.Default;

    protected override void BeginProcessing()
    {
        if (TotalCount >= 0 && Tail >= 0) Refuse("-TotalCount and -Tail cannot be used together.");
        if (Raw && (TotalCount >= 0 || Tail >= 0)) Refuse("-Raw gives the whole content: leave out -TotalCount and -Tail.");
    }

    protected override void ProcessRecord()
    {
        foreach (PathInfo item in Existing())
        {
            if (!SessionPath.IsFileSystem(item))
            {
                WriteReader(item);
                continue;
            }

            FileAccessErrors.Try(this, item.Path, () =>
            {
                if (AsByteStream) WriteBytes(item.ProviderPath);
                else if (Raw) WriteObject(File.ReadAllText(item.ProviderPath, Encoding));
                else WriteLines(item);
            });
        }
    }

    private void WriteBytes(string file)
    {
        byte[] all = File.ReadAllBytes(file);
        if (Raw)
        {
            WriteObject(all);
            return;
        }

        ReadOnlySpan<byte> part = TotalCount >= 0 ? all.AsSpan(0, (int)Math.Min(TotalCount, all.Length))
            : Tail >= 0 ? all.AsSpan(Math.Max(0, all.Length - Tail))
            : all;
        foreach (byte value in part) WriteObject(value);
    }

    private void WriteLines(PathInfo item)
    {
        IEnumerable<string> lines = File.ReadLines(item.ProviderPath, Encoding);
        if (TotalCount >= 0) lines = lines.Take((int)Math.Min(TotalCount, int.MaxValue));
        if (Tail >= 0) lines = lines.TakeLast(Tail);
        long number = 0;
        foreach (string line in lines)
        {
            if (Stopping) return;
            number++;
            var output = new PSObject(line);
            output.Properties.Add(new PSNoteProperty("PSPath", $"{item.Provider}::{item.ProviderPath}"), preValidated: true);
            output.Properties.Add(new PSNoteProperty("ReadCount", number), preValidated: true);
            WriteObject(output);
        }
    }

    private void WriteReader(PathInfo item)
    {
        foreach (IContentReader reader in InvokeProvider.Content.GetReader(WildcardPattern.Escape(item.Path)))
        {
            using (reader)
            {
                List<object?> all = [.. reader.Read(-1).Cast<object?>()];
                if (TotalCount >= 0) all = [.. all.Take((int)Math.Min(TotalCount, int.MaxValue))];
                if (Tail >= 0) all = [.. all.TakeLast(Tail)];
                if (Raw) WriteObject(string.Join(Environment.NewLine, all));
                else WriteObject(all, enumerateCollection: true);
                reader.Close();
            }
        }
    }

    private void Refuse(string message) =>
        ThrowTerminatingError(new ErrorRecord(new InvalidOperationException(message), "TailAndHeadCannotCoexist", ErrorCategory.InvalidOperation, null));
}
