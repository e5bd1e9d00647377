using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Input;

namespace Hookwork.Site.Reviews;

/// <summary>Who sent a mail.</summary>
/// <param name="Id">Patchwork's id of the person; null if unknown.</param>
/// <param name="Name">The name; the address if there is none.</param>
/// <param name="Email">The address.</param>
public sealed record MailPerson(long? Id, string Name, string Email)
{
    /// <summary>The submitter of a resource as the API shows it.</summary>
    public static MailPerson Of(JsonElement mail) =>
        mail.Field("submitter") is { ValueKind: JsonValueKind.Object } person
            ? Of(person.Id(), person.Text("name"), person.Text("email"))
            : Of(null, null, null);

    /// <inheritdoc cref="Of(JsonElement)"/>
    public static MailPerson Of(JsonObject mail) =>
        mail["submitter"] is JsonObject person
            ? Of((long?)person["id"], person.Text("name"), person.Text("email"))
            : Of(null, null, null);

    /// <summary>A person who may lack a name or an address.</summary>
    public static MailPerson Of(long? id, string? name, string? email) =>
        new(
            id,
            name is { Length: > 0 } ? name
                : email is { Length: > 0 } ? email
                : "Unknown",
            email ?? ""
        );
}
