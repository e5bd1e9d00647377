using System.Text.Json;
using Hookwork.Catalog.Following;
using Hookwork.Input;
using Hookwork.Patchwork;

namespace Hookwork.Catalog.Files;

/// <summary>
/// A resource as lists show it: its JSON without detail-only fields, embedded resources replaced by their ids. Those
/// have rows of their own, since copies go stale; a copy is used only if there is no row.
/// </summary>
public sealed record ListedJson(byte[] Json, IReadOnlyList<EmbeddedCopy> Copies)
{
    private static readonly string[] DetailOnly = ["headers", "content", "diff", "prefixes"];

    private static readonly (string Field, ShownKind Kind)[] Embedding =
    [
        ("series", ShownKind.Series),
        ("cover_letter", ShownKind.Cover),
        ("patches", ShownKind.Patch),
        ("related", ShownKind.Patch),
        ("patch", ShownKind.Patch),
        ("cover", ShownKind.Cover),
        ("check", ShownKind.Check),
    ];

    private static readonly string[] Known = ["project", "submitter"];

    private static readonly string[] Users = ["delegate", "user", "actor", "previous_delegate", "current_delegate"];

    /// <summary>Converts the detail of a patch, cover letter or series.</summary>
    public static ListedJson Of(ReadOnlyMemory<byte> detail)
    {
        List<EmbeddedCopy> copies = [];
        using var document = JsonDocument.Parse(detail);
        var json = PlainJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var field in document.RootElement.EnumerateObject())
            {
                if (DetailOnly.Contains(field.Name, StringComparer.Ordinal))
                    continue;
                writer.WritePropertyName(field.Name);
                if (Known.Contains(field.Name, StringComparer.Ordinal) || Take(field, copies))
                    WriteIds(writer, field.Value);
                else
                    field.Value.WriteTo(writer);
            }
            writer.WriteEndObject();
        });
        return new ListedJson(json.ToArray(), copies);
    }

    /// <summary>The embedded copies in the fields of an event or its payload.</summary>
    public static IReadOnlyList<EmbeddedCopy> CopiesIn(JsonElement owner)
    {
        List<EmbeddedCopy> copies = [];
        if (owner.ValueKind != JsonValueKind.Object)
            return copies;
        var comment = owner.TryGetProperty("cover", out _) ? ShownKind.CoverComment : ShownKind.PatchComment;
        foreach (var field in owner.EnumerateObject())
        {
            Take(field, copies);
            if (field.NameEquals("comment"))
                Take(field.Value, comment, copies);
        }
        return copies;
    }

    /// <summary>Whether a field embeds resources; adds them to the copies.</summary>
    private static bool Take(JsonProperty field, List<EmbeddedCopy> copies)
    {
        if (Users.Contains(field.Name, StringComparer.Ordinal))
            return Take(field.Value, null, copies);
        var at = Array.FindIndex(Embedding, item => item.Field == field.Name);
        return at >= 0 && Take(field.Value, Embedding[at].Kind, copies);
    }

    private static bool Take(JsonElement value, ShownKind? kind, List<EmbeddedCopy> copies)
    {
        foreach (var item in value.Items())
        {
            if (item.Id() is { } id)
                copies.Add(new EmbeddedCopy(kind, id, item.GetRawText()));
        }
        return true;
    }

    private static void WriteIds(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
                WriteIds(writer, item);
            writer.WriteEndArray();
        }
        else if (value.Id() is { } id)
        {
            writer.WriteNumberValue(id);
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
