using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Catalog.Following;

/// <summary>
/// A patch or cover letter with its comments, parsed for writing: the expensive part, which needs no database.
/// </summary>
public sealed record PreparedSubmission(Submission Submission, ListedJson Listed, IReadOnlyList<ArchivedMail> Mails)
{
    /// <summary>Parses the archived JSON.</summary>
    public static PreparedSubmission Of(ArchivedSubmission archived)
    {
        Submission submission =
            archived.Kind == ResourceKind.Patch
                ? JsonSerializer.Deserialize(archived.Json, PatchworkJson.Default.Patch)!
                : JsonSerializer.Deserialize(archived.Json, PatchworkJson.Default.Cover)!;
        var comments = archived.Comments.Select(json =>
            JsonSerializer.Deserialize(json, PatchworkJson.Default.Comment)!
        );
        return new PreparedSubmission(
            submission,
            ListedJson.Of(archived.Json),
            [ArchivedMail.Of(submission), .. comments.Select(comment => ArchivedMail.Of(comment, submission))]
        );
    }
}
