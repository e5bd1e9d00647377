using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Entities;

/// <summary>Rows as dictionaries, whose values tell the types of the columns.</summary>
internal static class DictionaryJson
{
    public static void Write(Utf8JsonWriter writer, IDictionary<string, object> columns)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in columns)
        {
            if (value is not null && name is not (Names.ETag or Names.Timestamp))
                Write(writer, name, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads the object at whose start the reader stands.</summary>
    public static void Read(ref Utf8JsonReader reader, IDictionary<string, object> columns)
    {
        // An annotation stands before the column that it is about.
        string? typed = null;
        string? type = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name.EndsWith(Names.TypeSuffix, StringComparison.Ordinal))
            {
                typed = name[..^Names.TypeSuffix.Length];
                type = reader.GetString();
                if (columns.TryGetValue(typed, out var value) && value is string text)
                    columns[typed] = Parse(text, type);
            }
            else if (name is Names.ETag || !name.StartsWith("odata.", StringComparison.Ordinal))
            {
                var edm = name == typed ? type : name == Names.Timestamp ? Edm.DateTime : null;
                columns[name] = Value(ref reader, edm)!;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteString(name, text);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case long number:
                WriteName(writer, name, Edm.Int64);
                EdmWriter.Write(writer, number);
                break;
            case ulong number:
                WriteName(writer, name, Edm.Int64);
                EdmWriter.Write(writer, number);
                break;
            case double number:
                WriteName(writer, name, Edm.Double);
                EdmWriter.Write(writer, number);
                break;
            case DateTimeOffset time:
                WriteName(writer, name, Edm.DateTime);
                EdmWriter.Write(writer, time.UtcDateTime);
                break;
            case DateTime time:
                WriteName(writer, name, Edm.DateTime);
                EdmWriter.Write(writer, time);
                break;
            case Guid guid:
                WriteName(writer, name, Edm.Guid);
                writer.WriteStringValue(guid);
                break;
            case byte[] bytes:
                WriteName(writer, name, Edm.Binary);
                writer.WriteBase64StringValue(bytes);
                break;
            case BinaryData data:
                WriteName(writer, name, Edm.Binary);
                writer.WriteBase64StringValue(data.ToMemory().Span);
                break;
            default:
                throw new NotSupportedException($"{name} is of type {value.GetType()}, which Table storage cannot hold.");
        }
    }

    private static void WriteName(Utf8JsonWriter writer, string name, string type)
    {
        var length = name.Length + Names.TypeSuffix.Length;
        Span<char> annotation = length <= 512 ? stackalloc char[length] : new char[length];
        name.CopyTo(annotation);
        Names.TypeSuffix.CopyTo(annotation[name.Length..]);
        writer.WriteString(annotation, type);
        writer.WritePropertyName(name);
    }

    private static object? Value(ref Utf8JsonReader reader, string? edm) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when edm is Edm.Int64 => reader.GetInt64(),
        JsonTokenType.Number when edm is not Edm.Double && reader.TryGetInt32(out var number) => number,
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.String when edm is Edm.DateTime => reader.GetDateTimeOffset(),
        JsonTokenType.String when edm is Edm.Binary => reader.GetBytesFromBase64(),
        JsonTokenType.String when edm is null => reader.GetString(),
        JsonTokenType.String => Parse(reader.GetString()!, edm),
        _ => throw new JsonException($"A column holds {reader.TokenType}, which Table storage does not have."),
    };

    private static object Parse(string text, string? edm) => edm switch
    {
        Edm.Int64 => long.Parse(text, CultureInfo.InvariantCulture),
        Edm.Double => double.Parse(text, CultureInfo.InvariantCulture),
        Edm.Guid => Guid.Parse(text),
        Edm.DateTime => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        Edm.Binary => Convert.FromBase64String(text),
        _ => text,
    };
}
