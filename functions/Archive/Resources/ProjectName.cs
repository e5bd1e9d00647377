namespace Hookwork.Archive.Resources;

/// <summary>A project and its link name.</summary>
/// <param name="ListArchiveUrlFormat">The URL of a mail in the list's archive, with <c>{}</c> for its Message-ID; empty
/// if upstream has none.</param>
public sealed record ProjectName(long Id, string LinkName, string ListArchiveUrlFormat)
{
    /// <summary>Whether this is its link name, ignoring case, or its id.</summary>
    public bool Is(string linkNameOrId) =>
        string.Equals(LinkName, linkNameOrId, StringComparison.OrdinalIgnoreCase)
        || Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == linkNameOrId;
}
