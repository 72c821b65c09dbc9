using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Opml.Shell.Cmdlets.Json;

/// <summary>PowerShell objects to JSON: dictionaries and property bags to objects, lists to arrays; past the depth, text.</summary>
internal sealed class JsonSerializer(int depth, bool compress, bool enumsAsStrings)
{
    /// <summary>True when something lay deeper than allowed.</summary>
    public bool Truncated { get; private set; }

    public string Serialize(object? value)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = !compress,
            NewLine = Environment.NewLine,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = 200,
        };
        using (var writer = new Utf8JsonWriter(buffer, options)) Write(writer, value, 0);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void Write(Utf8JsonWriter writer, object? value, int level)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (WriteScalar(writer, plain)) return;
        if (level > depth)
        {
            Truncated = true;
            writer.WriteStringValue(plain is PSCustomObject ? value!.ToString() : LanguagePrimitives.ConvertTo<string>(value));
            return;
        }

        switch (plain)
        {
            case IDictionary table:
                WriteMembers(writer, table.Keys.Cast<object>().Select(key => (key.ToString()!, table[key])), level);
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (object? item in list) Write(writer, item, level + 1);
                writer.WriteEndArray();
                break;
            default:
                WriteMembers(writer, Members(PSObject.AsPSObject(value!)), level);
                break;
        }
    }

    private void WriteMembers(Utf8JsonWriter writer, IEnumerable<(string Name, object? Value)> members, int level)
    {
        writer.WriteStartObject();
        foreach ((string name, object? value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value, level + 1);
        }

        writer.WriteEndObject();
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

    private bool WriteScalar(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                writer.WriteNullValue();
                break;
            case string or char or Guid or Uri or Version or ScriptBlock or Type:
                writer.WriteStringValue(value.ToString());
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case SwitchParameter given:
                writer.WriteStartObject();
                writer.WriteBoolean("IsPresent", given.IsPresent);
                writer.WriteEndObject();
                break;
            case Enum named when enumsAsStrings:
                writer.WriteStringValue(named.ToString());
                break;
            case Enum named:
                writer.WriteRawValue(named.ToString("D"));
                break;
            case double or float:
                WriteReal(writer, Convert.ToDouble(value, CultureInfo.InvariantCulture), ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture));
                break;
            case decimal number:
                string digits = number.ToString(CultureInfo.InvariantCulture);
                writer.WriteRawValue(digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".0");
                break;
            case BigInteger or sbyte or byte or short or ushort or int or uint or long or ulong or Int128 or UInt128:
                writer.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case DateTime or DateTimeOffset:
                writer.WriteStringValue(Date(value));
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>A real number keeps its point, so that it is read back as one; what JSON has no number for becomes text.</summary>
    private static void WriteReal(Utf8JsonWriter writer, double value, string text)
    {
        if (!double.IsFinite(value)) writer.WriteStringValue(text);
        else writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }

    private static string Date(object value) => value is DateTime date
        ? date.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture)
        : ((DateTimeOffset)value).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);
}
