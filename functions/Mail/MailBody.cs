using Hookwork.Mail.Diffs;

namespace Hookwork.Mail;

/// <summary>The parsed text of a mail.</summary>
public sealed record MailBody
{
    /// <summary>The text without a diff in it.</summary>
    public required string Text { get; init; }

    /// <summary>The lines of <see cref="Text"/> that this mail adds.</summary>
    public required string Own { get; init; }

    /// <summary>The lines of <see cref="Text"/> that it quotes.</summary>
    public required string Quoted { get; init; }

    /// <summary>The trailers in <see cref="Text"/>.</summary>
    public required IReadOnlyList<Trailer> Trailers { get; init; }

    /// <summary>The files that its diff changes.</summary>
    public required IReadOnlyList<DiffFile> Files { get; init; }

    /// <summary>Its pull request; null if there is none.</summary>
    public required PullRequest? PullRequest { get; init; }

    /// <summary>The base of its series.</summary>
    public required Basis Basis { get; init; }

    /// <summary>Reads a mail.</summary>
    /// <param name="content">Its text, as Patchwork's <c>content</c> has it.</param>
    /// <param name="diff">Its diff, as Patchwork's <c>diff</c> has it; null or empty if Patchwork took none from the
    /// text, as for covers and comments. A diff in the text, inline or attached, is then found and removed from
    /// it.</param>
    /// <param name="isReply">Whether the mail is a reply, whose trailers may be indented.</param>
    /// <param name="headers">Its headers, each on a line, for <see cref="Basis"/>.</param>
    public static MailBody Of(string? content, string? diff = null, bool isReply = false, string? headers = null)
    {
        var isApart = !string.IsNullOrEmpty(diff);
        var reader = DiffReader.Read((isApart ? diff : content) ?? "");
        var text = isApart ? Diff.TextOf(content ?? "", reader) : reader.Rest;
        var (own, quoted) = Quotes.Split(text);
        return new MailBody
        {
            Text = text,
            Own = own,
            Quoted = quoted,
            Trailers = Mail.Trailers.Of(text, isReply),
            Files = reader.Files,
            PullRequest = PullRequests.Of(text),
            Basis = Basis.Of(text, headers),
        };
    }
}
