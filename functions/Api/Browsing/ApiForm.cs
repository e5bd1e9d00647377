using System.Text;
using System.Text.Json;
using Hookwork.Api.Resources;
using Hookwork.Input;
using Hookwork.Patchwork;

namespace Hookwork.Api.Browsing;

/// <summary>A form that sends a write with the visitor's own token, which is typed each time and kept nowhere.</summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="Methods">What it can do, a button each.</param>
/// <param name="Content">JSON to begin with.</param>
public sealed record ApiForm(string Action, IReadOnlyList<string> Methods, string Content)
{
    /// <summary>The address of a form is this prefix and the address that is written to.</summary>
    public const string Prefix = "/write";

    /// <summary>The name of the token's input.</summary>
    public const string Token = "_token";

    /// <summary>The name of the buttons, whose value is the method.</summary>
    public const string Method = "_method";

    /// <summary>The name of the JSON's input.</summary>
    public const string Body = "_content";

    /// <summary>The fields of a resource that its server lets users write, with their present values.</summary>
    /// <param name="json">The resource; anything else if it is to be created.</param>
    internal static string ContentOf(Entity? entity, ReadOnlyMemory<byte> json)
    {
        using var document = JsonFields.Parse(json);
        var content = PlainJson.Indented(writer =>
        {
            writer.WriteStartObject();
            foreach (var name in Writable(entity))
            {
                writer.WritePropertyName(name);
                Write(writer, document?.RootElement.Field(name));
            }
            writer.WriteEndObject();
        });
        return Encoding.UTF8.GetString(content.Span);
    }

    private static string[] Writable(Entity? entity) =>
        entity switch
        {
            Entity.Patch => ["state", "archived", "delegate", "commit_ref", "pull_url", "related"],
            Entity.PatchComment or Entity.CoverComment => ["addressed"],
            Entity.Check => ["state", "target_url", "context", "description"],
            Entity.Project =>
            [
                "web_url",
                "scm_url",
                "webscm_url",
                "list_archive_url",
                "list_archive_url_format",
                "commit_url_format",
            ],
            Entity.User => ["first_name", "last_name", "email"],
            Entity.Bundle => ["name", "public", "patches"],
            _ => [],
        };

    /// <summary>Writes a value as the server takes it: resources by their ids.</summary>
    private static void Write(Utf8JsonWriter writer, JsonElement? value)
    {
        switch (value)
        {
            case { ValueKind: JsonValueKind.Object } resource when resource.TryGetProperty("id", out var id):
                id.WriteTo(writer);
                break;
            case { ValueKind: JsonValueKind.Array } items:
                writer.WriteStartArray();
                foreach (var item in items.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case { } other:
                other.WriteTo(writer);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
