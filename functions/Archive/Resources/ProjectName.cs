namespace Hookwork.Archive.Resources;

/// <summary>A project and what addresses call it.</summary>
/// <param name="ListArchiveUrlFormat">Where the list's archive has a mail, with <c>{}</c> for its Message-ID; empty if
/// upstream names none.</param>
public sealed record ProjectName(long Id, string LinkName, string ListArchiveUrlFormat)
{
    /// <summary>Whether this is its link name, in any case, or its id.</summary>
    public bool Is(string linkNameOrId) =>
        string.Equals(LinkName, linkNameOrId, StringComparison.OrdinalIgnoreCase)
        || Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == linkNameOrId;
}
