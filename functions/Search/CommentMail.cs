using System.Globalization;
using System.Text;
using System.Text.Json;
using Hookwork.Catalog.Following;
using Hookwork.Patchwork.Resources;
using Hookwork.Search.Formats;

namespace Hookwork.Search;

/// <summary>A comment as a mail. Upstream serves no mbox of comments, only their headers and decoded text.</summary>
internal static class CommentMail
{
    /// <summary>Headers that describe the original encoding; the text is UTF-8 now.</summary>
    private static readonly string[] Encoding =
    [
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
        "Content-Length",
        "Lines",
    ];

    /// <summary>Writes the mail, preceded by an mbox's From line.</summary>
    public static byte[] Write(byte[] json)
    {
        var comment = JsonSerializer.Deserialize(json, PatchworkJson.Default.Comment)!;
        var mail = new StringBuilder();
        var date = ArchivedMail
            .DateOf(comment.Date)
            .UtcDateTime.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture);
        mail.Append(CultureInfo.InvariantCulture, $"From comment-{comment.Id} {date}\n");
        foreach (
            var header in comment.Headers.ValueKind == JsonValueKind.Object
                ? comment.Headers.EnumerateObject()
                : default
        )
        {
            if (!IsName(header.Name) || Encoding.Contains(header.Name, StringComparer.OrdinalIgnoreCase))
                continue;
            foreach (
                var value in header.Value.ValueKind == JsonValueKind.Array
                    ? header.Value.EnumerateArray().ToArray()
                    : [header.Value]
            )
            {
                if (value.ValueKind == JsonValueKind.String)
                    mail.Append(header.Name).Append(": ").Append(Folded(value.GetString()!)).Append('\n');
            }
        }
        mail.Append("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n");
        mail.Append(comment.Content);
        return MboxEscape.Apply(System.Text.Encoding.UTF8.GetBytes(mail.ToString()));
    }

    private static bool IsName(string name) =>
        name.Length > 0 && name.All(letter => letter is > ' ' and < '\x7F' and not ':');

    /// <summary>Folds a value of several lines, so no line becomes a header of its own.</summary>
    private static string Folded(string value)
    {
        var lines = value.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(
            "\n",
            lines
                .Select((line, index) => index == 0 || line[0] is ' ' or '\t' ? line : " " + line)
                .Where(line => !string.IsNullOrWhiteSpace(line))
        );
    }
}
