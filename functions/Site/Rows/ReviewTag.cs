namespace Hookwork.Site.Rows;

/// <summary>A tag that somebody gave to a patch.</summary>
/// <param name="Letter"><c>A</c> for Acked-by, <c>R</c> for Reviewed-by, <c>T</c> for Tested-by, <c>N</c> for
/// Nacked-by.</param>
/// <param name="Person">Who gave it, as the tag says: usually <c>Name &lt;address&gt;</c>.</param>
public sealed record ReviewTag(char Letter, string Person)
{
    /// <summary>Its full name.</summary>
    public string Tag =>
        Letter switch
        {
            'A' => "Acked-by",
            'R' => "Reviewed-by",
            'T' => "Tested-by",
            _ => "Nacked-by",
        };

    /// <summary>What distinguishes the person: the address in lower case, or what there is instead.</summary>
    public string Key
    {
        get
        {
            var open = Person.IndexOf('<', StringComparison.Ordinal);
            var close = open < 0 ? -1 : Person.IndexOf('>', open);
            return (close < 0 ? Person : Person[(open + 1)..close]).Trim().ToLowerInvariant();
        }
    }

    /// <summary>The person without the address; the address if there is no name.</summary>
    public string Name =>
        Person.IndexOf('<', StringComparison.Ordinal) is > 0 and var open
        && Person[..open].Trim(' ', '"') is { Length: > 0 } name
            ? name
            : Key;
}
