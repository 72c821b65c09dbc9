using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Provider;
using System.Text;
using Opml.Shell.Cmdlets.Paths;

namespace Opml.Shell.Cmdlets.Content;

/// <summary>What Set-Content and Add-Content share: values arrive one by one, the files stay open until the last.</summary>
internal abstract class ContentWriterCmdlet(bool append) : PSCmdlet, IDisposable
{
    private readonly List<Stream> _files = [];
    private readonly List<IContentWriter> _writers = [];
    private bool _open;

    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath"), Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyCollection]
    public object?[]? Value { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    [Parameter]
    [EncodingArgument]
    public Encoding Encoding { get; set; } = EncodingArgumentAttribute.Default;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    public void Dispose()
    {
        foreach (Stream file in _files) file.Dispose();
        foreach (IContentWriter writer in _writers) writer.Dispose();
        _files.Clear();
        _writers.Clear();
    }

    protected override void ProcessRecord()
    {
        if (!_open) Open();
        _open = true;
        foreach (object? value in Value ?? [])
        {
            if (_files.Count > 0) WriteToFiles(value);
            foreach (IContentWriter writer in _writers) writer.Write(new ArrayList { value });
            if (PassThru) WriteObject(value);
        }
    }

    protected override void EndProcessing()
    {
        foreach (IContentWriter writer in _writers) writer.Close();
        Dispose();
    }

    private void Open()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in literal ? LiteralPath : Path)
        {
            foreach (string target in Targets(path, literal))
            {
                if (ShouldProcess($"Path: {target}", append ? "Add Content" : "Set Content")) FileAccessErrors.Try(this, target, () => OpenOne(target));
            }
        }
    }

    /// <summary>A pattern means the files that match, and there must be one; a plain path may be new.</summary>
    private string[] Targets(string path, bool literal)
    {
        if (literal || !WildcardPattern.ContainsWildcardCharacters(path)) return [path];
        string[] found = [.. SessionPath.Existing(this, [path], literal: false).Select(static item => item.Path)];
        if (found.Length == 0) WriteError(new ErrorRecord(
            new ItemNotFoundException($"No item matches '{path}'. A name with wildcard characters goes with -LiteralPath."), "ItemNotFound", ErrorCategory.ObjectNotFound, path));
        return found;
    }

    private void OpenOne(string target)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(target, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem")
        {
            _writers.AddRange(InvokeProvider.Content.GetWriter(target));
            return;
        }

        if (Force) FileAccessErrors.ClearReadOnly(full);
        var stream = new FileStream(full, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
        if (stream.Position == 0 && !AsByteStream) stream.Write(Encoding.GetPreamble());
        _files.Add(stream);
    }

    private void WriteToFiles(object? value)
    {
        byte[] bytes = AsByteStream
            ? [LanguagePrimitives.ConvertTo<byte>(value)]
            : Encoding.GetBytes(Text(value) + (NoNewline ? "" : Environment.NewLine));
        foreach (Stream file in _files) file.Write(bytes);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        PSObject { BaseObject: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
