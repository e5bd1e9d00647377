using Hookwork.Mail;

namespace Hookwork.Site.Rows;

/// <summary>A patch in a table, with how many tags and checks it has.</summary>
public sealed record PatchLine(PatchRow Patch, TagCounts Tags, CheckCounts Checks)
{
    public static PatchLine Of(PatchRow patch, IEnumerable<ReviewTag> tags, IEnumerable<PatchCheck> checks) =>
        new(patch, TagCounts.Of(tags), CheckCounts.Of([.. checks.Select(check => check.State)]));
}
