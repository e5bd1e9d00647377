using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hookwork.Recorded.Resources;

/// <summary>A recorded mbox.</summary>
/// <param name="ContentType">The Content-Type header.</param>
/// <param name="Disposition">The Content-Disposition header.</param>
/// <param name="Body">The exact bytes.</param>
internal sealed partial record Mbox(string ContentType, string Disposition, byte[] Body)
{
    /// <summary>
    /// The current mbox. Patchwork generates it for each request (<c>patchwork/views/utils.py</c>) of the headers,
    /// content and diff that the API shows: the delegate is in its header, and trailers of comments precede the part
    /// after the first <c>---</c>.
    /// </summary>
    /// <param name="mail">The patch or cover letter.</param>
    /// <param name="comments">Its comments, including those that do not exist yet.</param>
    /// <param name="assignee">The current delegate.</param>
    /// <param name="submitter">Who sent it; a name that changed is one of ASCII letters and blanks.</param>
    public byte[] Now(ItemRow mail, IEnumerable<CommentRow> comments, ItemRow? assignee, ItemRow? submitter)
    {
        var (message, postscript) = Parts(Text(mail, "content"));
        var body = message + string.Concat(comments.Where(comment => comment.Exists).Select(Trailers)) + postscript;
        if (mail.Kind == Kind.Patch && Text(mail, "diff") is { Length: > 0 } diff)
            body += "\n" + diff;

        var text = Encoding.UTF8.GetString(Body);
        var id = IdLine().Match(text);
        var header = EncodingLine()
            .Replace(
                text[..(id.Index + id.Length)],
                "Content-Transfer-Encoding: " + (Ascii.IsValid(body) ? "7bit" : "8bit"),
                1
            );
        if (submitter is not null && submitter.Name != submitter.Item.Name)
            header = SubmitterLine()
                .Replace(header, $"X-Patchwork-Submitter: {submitter.Name} <{submitter.Item.Email}>\n", 1);
        if (assignee is not null)
            header += $"X-Patchwork-Delegate: {assignee.Item.Email}\n";
        return Encoding.UTF8.GetBytes($"{header}{Headers(mail)}\n{body}");
    }

    /// <summary>The parts of a mail before and after the trailers.</summary>
    private static (string Message, string Postscript) Parts(string content)
    {
        if (content.Length == 0)
            return ("", "");

        var body = content.Trim() + "\n";
        var dashes = Dashes().Match(body);
        if (!dashes.Success)
            return (body, "");
        var postscript = body[(dashes.Index + dashes.Length)..].TrimEnd();
        return (body[..dashes.Index].Trim() + "\n", postscript.Length == 0 ? "" : $"---{postscript}\n");
    }

    /// <summary>The headers that the mail was sent with, but for those that say how its text is encoded.</summary>
    private static string Headers(ItemRow mail)
    {
        var lines = new StringBuilder();
        foreach (var header in mail.ValueOf("headers").EnumerateObject())
        {
            if (header.Name is "Content-Type" or "Content-Transfer-Encoding")
                continue;
            foreach (
                var value in header.Value.ValueKind == JsonValueKind.Array
                    ? header.Value.EnumerateArray().AsEnumerable()
                    : [header.Value]
            )
                lines.Append($"{header.Name}: {value.GetString()}\n");
        }
        return lines.ToString();
    }

    private static string Trailers(CommentRow comment) =>
        string.Concat(Trailer().Matches(Text(comment, "content")).Select(match => match.Value + "\n"));

    private static string Text(Row row, string field) => row.ValueOf(field).GetString() ?? "";

    [GeneratedRegex("^-{2,3} ?$", RegexOptions.Multiline)]
    private static partial Regex Dashes();

    [GeneratedRegex(
        "^(?:Tested|Reviewed|Acked|Signed-off|Nacked|Reported)-by:.*$",
        RegexOptions.Multiline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Trailer();

    [GeneratedRegex(@"^X-Patchwork-Submitter: .*\n(?:[ \t].*\n)*", RegexOptions.Multiline)]
    private static partial Regex SubmitterLine();

    [GeneratedRegex("^X-Patchwork-Id: .*\n", RegexOptions.Multiline)]
    private static partial Regex IdLine();

    [GeneratedRegex("^Content-Transfer-Encoding: .*$", RegexOptions.Multiline)]
    private static partial Regex EncodingLine();
}
