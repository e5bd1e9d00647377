using System.Text.Json;
using Hookwork.Input;

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
        if (mail.Field("submitter") is not { ValueKind: JsonValueKind.Object } person)
            return new MailPerson(null, "Unknown", "");
        var (name, email) = (person.Text("name") ?? "", person.Text("email") ?? "");
        return new MailPerson(
            person.Id(),
            name.Length > 0 ? name
                : email.Length > 0 ? email
                : "Unknown",
            email
        );
    }
}
