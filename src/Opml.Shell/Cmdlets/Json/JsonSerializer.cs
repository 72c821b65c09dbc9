using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;

namespace Opml.Shell.Cmdlets.Json;

/// <summary>
/// PowerShell objects to JSON: dictionaries and property bags to objects, lists to arrays; past the depth, text. The layout is
/// pwsh's (two spaces, one element a line), and a real number keeps its point.
/// </summary>
internal sealed class JsonSerializer(int depth, bool compress, bool enumsAsStrings)
{
    private readonly StringBuilder _text = new();

    /// <summary>True when something lay deeper than allowed.</summary>
    public bool Truncated { get; private set; }

    public string Serialize(object? value)
    {
        Write(value, 0);
        return _text.ToString();
    }

    private void Write(object? value, int level)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (Scalar(plain) is { } scalar)
        {
            _text.Append(scalar);
            return;
        }

        if (level > depth)
        {
            Truncated = true;
            _text.Append(Quote(plain is PSCustomObject ? value!.ToString()! : LanguagePrimitives.ConvertTo<string>(value)));
            return;
        }

        switch (plain)
        {
            case IDictionary table:
                WriteObject(table.Keys.Cast<object>().Select(key => (key.ToString()!, table[key])), level);
                break;
            case IEnumerable list:
                WriteAll('[', ']', list.Cast<object?>(), item => Write(item, level + 1), level);
                break;
            default:
                WriteObject(Members(PSObject.AsPSObject(value!)), level);
                break;
        }
    }

    private void WriteObject(IEnumerable<(string Name, object? Value)> members, int level) => WriteAll('{', '}', members, member =>
    {
        _text.Append(Quote(member.Name)).Append(compress ? ":" : ": ");
        Write(member.Value, level + 1);
    }, level);

    private void WriteAll<T>(char open, char close, IEnumerable<T> items, Action<T> write, int level)
    {
        bool any = false;
        _text.Append(open);
        foreach (T item in items)
        {
            if (any) _text.Append(',');
            any = true;
            NewLine(level + 1);
            write(item);
        }

        if (any) NewLine(level);
        _text.Append(close);
    }

    private void NewLine(int level)
    {
        if (!compress) _text.Append(Environment.NewLine).Append(' ', 2 * level);
    }

    /// <summary>A property bag's own properties; a .NET object's public ones and what was added to it.</summary>
    private static IEnumerable<(string Name, object? Value)> Members(PSObject value)
    {
        foreach (PSPropertyInfo property in value.Properties)
        {
            if (value.BaseObject is not PSCustomObject && property.MemberType is not (PSMemberTypes.Property or PSMemberTypes.NoteProperty)) continue;
            object? got;
            try
            {
                got = property.Value;
            }
            catch (GetValueException)
            {
                got = null;
            }

            yield return (property.Name, got);
        }
    }

    private string? Scalar(object? value) => value switch
    {
        null or DBNull => "null",
        bool truth => truth ? "true" : "false",
        Enum named => enumsAsStrings ? Quote(named.ToString()) : named.ToString("D"),
        double or float => Real(Convert.ToDouble(value, CultureInfo.InvariantCulture), ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture)),
        decimal number => WithPoint(number.ToString(CultureInfo.InvariantCulture)),
        BigInteger or sbyte or byte or short or ushort or int or uint or long or ulong or Int128 or UInt128 =>
            ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        DateTime or DateTimeOffset => Quote(((IFormattable)value).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture)),
        string or char or Guid or Uri or Version or ScriptBlock or Type => Quote(value.ToString()!),
        _ => null,
    };

    /// <summary>What JSON has no number for becomes text.</summary>
    private static string Real(double value, string text) => double.IsFinite(value) ? WithPoint(text) : Quote(text);

    private static string WithPoint(string digits) => digits.AsSpan().ContainsAny('.', 'E') ? digits : digits + ".0";

    /// <summary>Escapes what RFC 8259 section 7 demands, and the line separators that scripts trip over.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"': quoted.Append("\\\""); break;
                case '\\': quoted.Append("\\\\"); break;
                case '\b': quoted.Append("\\b"); break;
                case '\f': quoted.Append("\\f"); break;
                case '\n': quoted.Append("\\n"); break;
                case '\r': quoted.Append("\\r"); break;
                case '\t': quoted.Append("\\t"); break;
                case < ' ' or '\u0085' or '\u2028' or '\u2029': quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"); break;
                default: quoted.Append(c); break;
            }
        }

        return quoted.Append('"').ToString();
    }
}
