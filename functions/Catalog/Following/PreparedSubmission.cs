using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Patchwork.Resources;
using Microsoft.Extensions.Logging;

namespace Hookwork.Catalog.Following;

/// <summary>
/// A patch or cover letter with its comments and checks, parsed for writing: the expensive part, which needs no
/// database.
/// </summary>
/// <param name="Checks">As <see cref="ListedChecks"/> makes them.</param>
/// <param name="Mails">It and its comments, but for those that cannot be read.</param>
public sealed partial record PreparedSubmission(
    Submission Submission,
    ListedJson Listed,
    byte[]? Checks,
    IReadOnlyList<ArchivedMail> Mails
)
{
    /// <summary>
    /// Parses the archived JSON. A mail that cannot be parsed because of a defect in Hookwork is logged and left out.
    /// Mail is hostile, and one mail must not make the catalog of its project unusable.
    /// </summary>
    public static PreparedSubmission Of(ArchivedSubmission archived, ILogger logger)
    {
        var submission = SubmissionOf(archived.Kind, archived.Json);
        Func<ArchivedMail> own = () => ArchivedMail.Of(submission);
        var comments = archived.Comments.Select(json =>
            (Func<ArchivedMail>)(
                () => ArchivedMail.Of(JsonSerializer.Deserialize(json, PatchworkJson.Default.Comment)!, submission)
            )
        );
        return new PreparedSubmission(
            submission,
            ListedJson.Of(archived.Json),
            ListedChecks.Of(archived.Checks),
            [.. comments.Prepend(own).Select(Read).OfType<ArchivedMail>()]
        );

        ArchivedMail? Read(Func<ArchivedMail> read)
        {
            try
            {
                return read();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Log.Unread(logger, archived.Kind, archived.Id, exception);
                return null;
            }
        }
    }

    /// <summary>Reads the JSON of a patch or cover letter.</summary>
    internal static Submission SubmissionOf(ResourceKind kind, byte[] json) =>
        kind == ResourceKind.Patch
            ? JsonSerializer.Deserialize(json, PatchworkJson.Default.Patch)!
            : JsonSerializer.Deserialize(json, PatchworkJson.Default.Cover)!;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A mail of {Kind} {Id} cannot be read, and is missing in search and inboxes")]
        public static partial void Unread(ILogger logger, ResourceKind kind, long id, Exception exception);
    }
}
