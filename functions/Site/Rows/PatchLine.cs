using Hookwork.Mail;

namespace Hookwork.Site.Rows;

/// <summary>A patch in a table, with how many tags it has.</summary>
public sealed record PatchLine(PatchRow Patch, TagCounts Tags)
{
    public static PatchLine Of(PatchRow patch, IEnumerable<ReviewTag> tags) => new(patch, TagCounts.Of(tags));
}
