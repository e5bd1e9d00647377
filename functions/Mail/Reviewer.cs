namespace Hookwork.Mail;

/// <summary>Who gave a tag.</summary>
/// <param name="Key">What distinguishes the person: the address in lower case, or what the tag has instead.</param>
/// <param name="Name">The name; the address if there is none.</param>
public readonly record struct Reviewer(string Key, string Name)
{
    /// <summary>Reads the value of a tag, usually <c>Name &lt;address&gt;</c>.</summary>
    public static Reviewer Of(string person)
    {
        // Outlook repeats an address as a link: <a@b.example<mailto:a@b.example>>.
        person = person.Replace("<mailto:", "<", StringComparison.OrdinalIgnoreCase);
        var open = person.IndexOf('<', StringComparison.Ordinal);
        var close = open < 0 ? -1 : person.IndexOf('>', open);
        var address = close < 0 ? Bare(person) : person[(person.LastIndexOf('<', close) + 1)..close];
        var key = address.Trim().ToLowerInvariant();
        var name = open > 0 ? person[..open].Trim(' ', '"') : "";
        return new Reviewer(key, name.Length == 0 ? key : name);
    }

    /// <summary>An address without the name or note behind it: <c>a@b.example (A B)</c> (RFC 5322, 3.4).</summary>
    private static string Bare(string person) =>
        person.IndexOf(" (", StringComparison.Ordinal) is > 0 and var end && person.IndexOf('@', 0, end) > 0
            ? person[..end]
            : person;
}
