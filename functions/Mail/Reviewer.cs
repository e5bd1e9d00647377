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
        var key = (close < 0 ? person : person[(person.LastIndexOf('<', close) + 1)..close]).Trim().ToLowerInvariant();
        var name = open > 0 ? person[..open].Trim(' ', '"') : "";
        return new Reviewer(key, name.Length == 0 ? key : name);
    }
}
