using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Following;
using Hookwork.Mail;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Webhooks.Conditions;

/// <summary>Reads the tags in a patch or cover letter and in the comments on it, as the catalog does.</summary>
public sealed class SubmissionTags(ResourceStore resources, ReplyStore replies)
{
    /// <summary>Who sent it, and its tags; nothing if it is not archived.</summary>
    public async Task<(Person? Sender, IReadOnlyList<ReviewTag> Tags)> OfAsync(
        ResourceKind kind,
        long id,
        CancellationToken cancellationToken
    )
    {
        if (await resources.ReadAsync(kind, id, cancellationToken) is not var (row, json))
            return (null, []);
        var mail = PreparedSubmission.SubmissionOf(kind, json);
        var comments = row.Comments > 0 ? await replies.CommentsAsync(kind, id, cancellationToken) : [];
        return (
            mail.Submitter,
            [
                .. ArchivedMail.Of(mail).Document.ReviewTags,
                .. comments
                    .Select(comment => JsonSerializer.Deserialize(comment, PatchworkJson.Default.Comment)!)
                    .SelectMany(comment => ArchivedMail.Of(comment, mail).Document.ReviewTags),
            ]
        );
    }
}
