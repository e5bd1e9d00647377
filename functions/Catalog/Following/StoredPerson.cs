using System.Text.Json;
using Hookwork.Catalog.Files;
using Hookwork.Input;
using Hookwork.Patchwork;

namespace Hookwork.Catalog.Following;

/// <summary>
/// The JSON of a person, as the column <c>person.json</c> stores it. Each catalog has all people of the server, and
/// almost all of their JSON follows from the other columns.
/// </summary>
internal static class StoredPerson
{
    /// <summary>The columns that <see cref="JsonOf"/> reads.</summary>
    public const string Columns = "id, name, email, json";

    /// <summary>The value of the column; null if the JSON says no more than the other columns.</summary>
    public static string? Of(long id, string json)
    {
        using var document = JsonDocument.Parse(json);
        var person = document.RootElement;
        return
            string.Join(' ', person.EnumerateObject().Select(field => field.Name))
                is "id url name email"
                    or "id url name email user"
            && person.Text("url") == AddressOf(id)
            && person.GetProperty("name").ValueKind is JsonValueKind.String or JsonValueKind.Null
            && person.GetProperty("email").ValueKind == JsonValueKind.String
            // Who has no user is shown as somebody of whom none is known.
            && person.Field("user") is null or { ValueKind: JsonValueKind.Null }
            ? null
            : json;
    }

    /// <summary>The JSON of the person in a statement's row.</summary>
    public static byte[] JsonOf(SqlStatement row)
    {
        if (!row.IsNull(3))
            return row.Bytes(3).ToArray();
        var id = row.Integer(0);
        return PlainJson
            .Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("id"u8, id);
                writer.WriteString("url"u8, AddressOf(id));
                writer.WriteString("name"u8, row.TextOrNull(1));
                writer.WriteString("email"u8, row.Text(2));
                writer.WriteEndObject();
            })
            .ToArray();
    }

    private static string AddressOf(long id) => $"/api/people/{id}/";
}
