using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>The fields of a JSON or form body, and its validation errors.</summary>
internal sealed class Input
{
    private readonly JsonObject _fields;
    private readonly JsonObject _errors = [];
    private IReadOnlyDictionary<string, string[]>? _form;

    private Input(JsonObject fields) => _fields = fields;

    /// <summary>The response with the validation errors; null if there are none.</summary>
    public Answer? Refusal => _errors.Count == 0 ? null : Answer.Of(_errors, 400);

    /// <summary>Reads a body.</summary>
    /// <param name="call">The request.</param>
    /// <param name="input">The fields; null if the body is malformed.</param>
    /// <returns>The response to a malformed body; null if it is valid.</returns>
    public static Answer? Read(Call call, out Input? input)
    {
        input = null;
        if (call.Form is { } form)
        {
            input = new Input(
                new JsonObject(
                    form.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value.LastOrDefault("")))
                )
            )
            {
                _form = form,
            };
            return null;
        }

        var type = call.ContentType?.Split(';')[0].Trim();
        if (call.Body.Length == 0)
        {
            input = new Input([]);
            return null;
        }

        if (!string.Equals(type, Answer.Json, StringComparison.OrdinalIgnoreCase))
            return Answer.Detail(415, $"Unsupported media type \"{call.ContentType}\" in request.");

        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetString(call.Body.Span));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Answer.Of(
                    new JsonObject { ["non_field_errors"] = new JsonArray("Invalid data. Expected a dictionary.") },
                    400
                );

            JsonObject fields = [];
            foreach (var property in document.RootElement.EnumerateObject())
                fields[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            input = new Input(fields);
            return null;
        }
        catch (JsonException exception)
        {
            return Answer.Detail(
                400,
                $"JSON parse error - line {exception.LineNumber + 1} byte {exception.BytePositionInLine + 1}"
            );
        }
    }

    public bool Has(string field) => _fields.ContainsKey(field);

    public JsonNode? this[string field] => _fields[field];

    /// <summary>The field's text; a number is converted to its digits, as Django does.</summary>
    public string? Text(string field) =>
        _fields[field] switch
        {
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.ToJsonString(),
            _ => null,
        };

    /// <summary>The patches that a list names by their ids.</summary>
    public IReadOnlyList<PatchRow> Patches(string field, World world)
    {
        List<PatchRow> patches = [];
        var ids = _form is null
            ? this[field] as JsonArray
            : new JsonArray([.. _form[field].Select(id => (JsonNode)id)]);
        if (ids is null)
            Refuse(field, $"Expected a list of items but got type \"{TypeOf(this[field])}\".");
        foreach (var each in ids ?? [])
        {
            if (each is null || !long.TryParse(each.ToString(), out var id))
                Refuse(field, $"Incorrect type. Expected pk value, received {TypeOf(each)}.");
            else if (!world.Patches.TryGetValue(id, out var row) || !row.Exists)
                Refuse(field, $"Invalid pk \"{id}\" - object does not exist.");
            else
                patches.Add(row);
        }

        return patches;
    }

    /// <summary>The name of a value's type in Python.</summary>
    public static string TypeOf(JsonNode? node) =>
        node?.GetValueKind() switch
        {
            JsonValueKind.String => "str",
            JsonValueKind.Number => "int",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Array => "list",
            JsonValueKind.Object => "dict",
            _ => "NoneType",
        };

    /// <summary>Adds a validation error.</summary>
    public void Refuse(string field, string why)
    {
        if (!_errors.ContainsKey(field))
            _errors[field] = new JsonArray(why);
    }

    /// <summary>Refuses a missing required field.</summary>
    public void Require(string field)
    {
        if (!Has(field))
            Refuse(field, "This field is required.");
    }

    /// <summary>A text of at most 255 characters, or null.</summary>
    public string? ShortText(string field)
    {
        var text = Text(field);
        if (text is null && _fields[field] is not null)
            Refuse(field, "Not a valid string.");
        else if (text?.Length > 255)
            Refuse(field, "Ensure this field has no more than 255 characters.");
        return text;
    }

    /// <summary>A boolean in any spelling that Django REST framework accepts.</summary>
    public bool? Boolean(string field, bool mayBeNull)
    {
        if (_fields[field] is null)
        {
            if (!mayBeNull)
                Refuse(field, "This field may not be null.");
            return null;
        }

        switch (_fields[field]!.ToJsonString().Trim('"').ToLowerInvariant())
        {
            case "true" or "t" or "y" or "yes" or "on" or "1":
                return true;
            case "false" or "f" or "n" or "no" or "off" or "0":
                return false;
            case "null" or "" when mayBeNull:
                return null;
            default:
                Refuse(field, "Must be a valid boolean.");
                return null;
        }
    }
}
