using System.Text.Json.Serialization;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Searching;

namespace Hookwork.Search.Formats;

/// <summary>The JSON answer of <c>/search</c>.</summary>
/// <param name="Query">The query as parsed.</param>
/// <param name="Took">Milliseconds.</param>
/// <param name="Next">The next page; null on the last.</param>
internal sealed record SearchAnswer(
    string Query,
    long Total,
    double Took,
    int Page,
    int PerPage,
    string? Next,
    IReadOnlyDictionary<string, long> Projects,
    IReadOnlyList<SearchAnswer.Hit> Hits,
    Facets? Facets
)
{
    public static SearchAnswer Of(SearchResult result, Facets? facets, string origin, string? next) =>
        new(
            result.Request.Query.ToString(),
            result.Total,
            Math.Round(result.Took.TotalMilliseconds, 2),
            result.Request.Page,
            result.Request.PerPage,
            next is null ? null : origin + next,
            result.Totals.ToDictionary(total => total.Project.LinkName, total => total.Total, StringComparer.Ordinal),
            [.. result.Hits.Select(hit => Hit.Of(hit, origin))],
            facets
        );

    /// <summary>A mail that matches.</summary>
    /// <param name="Patch">The patch that a comment is on.</param>
    /// <param name="Cover">The cover letter that a comment is on.</param>
    /// <param name="Snippet">HTML: escaped text with the matches in <c>mark</c> elements.</param>
    internal sealed record Hit(
        string Kind,
        long Id,
        string Project,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Patch,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Cover,
        string Msgid,
        string Subject,
        Person Submitter,
        DateTime Date,
        string? State,
        bool? Archived,
        string? Check,
        string? Delegate,
        bool Pull,
        IReadOnlyList<HitSeries> Series,
        HitLinks Links,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Snippet
    )
    {
        public static Hit Of(ProjectHit item, string origin)
        {
            var (hit, mail) = (item.Hit, item.Hit.Mail);
            var isComment = mail.Key.Kind == MailKind.Comment;
            return new Hit(
                mail.Key.Kind switch
                {
                    MailKind.Patch => "patch",
                    MailKind.Cover => "cover",
                    _ => "comment",
                },
                mail.Key.Id,
                item.Project.LinkName,
                isComment && mail.Key.SubmissionKind == MailKind.Patch ? mail.Key.SubmissionId : null,
                isComment && mail.Key.SubmissionKind == MailKind.Cover ? mail.Key.SubmissionId : null,
                $"<{mail.MessageId}>",
                mail.Subject,
                new Person(mail.Submitter, mail.Name, mail.Email),
                new DateTime(mail.Date.Ticks - mail.Date.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Unspecified),
                hit.Status?.State,
                hit.Status?.Archived,
                hit.Status?.Check,
                hit.Status?.DelegateName,
                hit.IsPull,
                hit.Series,
                HitLinks.Of(item, origin),
                hit.Snippet is { } snippet ? SnippetHtml.Of(snippet) : null
            );
        }
    }

    internal sealed record Person(long Id, string? Name, string? Email);
}
