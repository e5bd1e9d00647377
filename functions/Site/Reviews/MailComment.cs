using System.Text.Json;
using Hookwork.Catalog.Following;
using Hookwork.Input;

namespace Hookwork.Site.Reviews;

/// <summary>A comment on a patch or cover letter, as the archive has it.</summary>
public sealed record MailComment
{
    /// <summary>The most characters of the comments on a page, which is made in memory.</summary>
    public const int MostCharacters = 8_000_000;

    private const string LeftOut =
        "(The comments are too long together for one page: this one is not shown. The API has it.)";

    /// <summary>Patchwork's id.</summary>
    public required long Id { get; init; }

    /// <summary>Who sent it.</summary>
    public required MailPerson Sender { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset Date { get; init; }

    public required string Subject { get; init; }

    /// <summary>Its Message-ID, without brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>The Message-IDs of the mails that it answers, the direct one last.</summary>
    public required IReadOnlyList<string> References { get; init; }

    public required string Text { get; init; }

    /// <summary>Whether it was addressed; null if that was never said.</summary>
    public required bool? IsAddressed { get; init; }

    /// <summary>Reads comments as the API shows them. The text of those that fit into no page is left out.</summary>
    public static IReadOnlyList<MailComment> AllOf(IEnumerable<byte[]> jsons)
    {
        List<MailComment> comments = [];
        var characters = 0L;
        foreach (var comment in jsons.Select(Of))
        {
            comments.Add(characters < MostCharacters ? comment : comment with { Text = LeftOut });
            characters += comment.Text.Length;
        }
        return comments;
    }

    /// <summary>Reads a comment as the API shows it.</summary>
    public static MailComment Of(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var comment = document.RootElement;
        return new MailComment
        {
            Id = comment.GetProperty("id").GetInt64(),
            Sender = MailPerson.Of(comment),
            Date = ArchivedMail.DateOf(comment.Text("date") ?? ""),
            Subject = comment.Text("subject") ?? "",
            MessageId = comment.Text("msgid")?.Trim('<', '>') ?? "",
            References = comment.TryGetProperty("headers", out var headers)
                ? new MailHeaders(headers).Ancestors.References
                : [],
            Text = comment.Text("content") ?? "",
            IsAddressed = comment.Field("addressed")?.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            },
        };
    }
}
