using System.Text.Json;

namespace Hookwork.Site.Reviews;

/// <summary>Who sent a mail.</summary>
/// <param name="Id">Patchwork's id of the person; null if unknown.</param>
/// <param name="Name">The name; the address if there is none.</param>
/// <param name="Email">The address.</param>
public sealed record MailPerson(long? Id, string Name, string Email)
{
    /// <summary>The submitter of a resource as the API shows it.</summary>
    public static MailPerson Of(JsonElement mail)
    {
        if (!mail.TryGetProperty("submitter", out var person) || person.ValueKind != JsonValueKind.Object)
            return new MailPerson(null, "Unknown", "");
        var (name, email) = (Text("name"), Text("email"));
        return new MailPerson(
            person.TryGetProperty("id", out var id) && id.TryGetInt64(out var number) ? number : null,
            name.Length > 0 ? name
                : email.Length > 0 ? email
                : "Unknown",
            email
        );

        string Text(string field) =>
            person.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : "";
    }
}
