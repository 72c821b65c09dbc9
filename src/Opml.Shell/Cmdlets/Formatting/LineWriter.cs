using System.Text;

namespace Opml.Shell.Cmdlets.Formatting;

/// <summary>Takes the renderer's lines: hands each to <paramref name="line"/>, or collects them when that is null.</summary>
internal sealed class LineWriter(Action<object>? line, string newLine) : TextWriter
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public string Text => _text.ToString();

    public override void Write(char value) => _text.Append(value);

    public override void Write(string? value) => _text.Append(value);

    public override void WriteLine(string? value)
    {
        _text.Append(value);
        if (line is null)
        {
            _text.Append(newLine);
            return;
        }

        string whole = Text;
        _text.Clear();
        line(whole);
    }
}
