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
    /// The current mbox. Patchwork generates it for each request (<c>patchwork/views/utils.py</c>): the delegate is in
    /// its header, and trailers of comments precede the part after the first <c>---</c>.
    /// </summary>
    /// <param name="mail">The patch or cover letter.</param>
    /// <param name="comments">Its comments, including those that do not exist yet.</param>
    /// <param name="recorded">The delegate in the recorded mbox.</param>
    /// <param name="now">The current delegate.</param>
    /// <param name="submitter">Who sent it; a name that changed is one of ASCII letters and blanks.</param>
    public byte[] Now(ItemRow mail, CommentRow[] comments, ItemRow? recorded, ItemRow? now, ItemRow? submitter)
    {
        var renamed = submitter is not null && submitter.Name != submitter.Item.Name;
        if (!renamed && recorded?.Id == now?.Id && Array.TrueForAll(comments, comment => comment.Born))
            return Body;

        var text = Encoding.UTF8.GetString(Body);
        var split = text.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        var message = Message(Content(mail));
        var all = string.Concat(comments.Select(Trailers));
        var born = string.Concat(comments.Where(comment => comment.Born).Select(Trailers));
        var body = message + born + text[(split + message.Length + all.Length)..];

        var header = DelegateLine().Replace(text[..split], "");
        if (now is not null)
            header = IdLine().Replace(header, "$0X-Patchwork-Delegate: " + now.Item.Email + "\n", 1);
        if (renamed)
            header = SubmitterLine()
                .Replace(header, $"X-Patchwork-Submitter: {submitter!.Name} <{submitter.Item.Email}>\n", 1);
        header = EncodingLine()
            .Replace(header, "Content-Transfer-Encoding: " + (Ascii.IsValid(body) ? "7bit" : "8bit"), 1);
        return Encoding.UTF8.GetBytes(header + body);
    }

    /// <summary>The part of a mail before the trailers.</summary>
    private static string Message(string content)
    {
        if (content.Length == 0)
            return "";

        var body = content.Trim() + "\n";
        var postscript = Dashes().Match(body);
        return postscript.Success ? body[..postscript.Index].Trim() + "\n" : body;
    }

    private static string Trailers(CommentRow comment) =>
        string.Concat(Trailer().Matches(Content(comment)).Select(match => match.Value + "\n"));

    private static string Content(Row row)
    {
        using var document = JsonDocument.Parse(row.Json);
        return document.RootElement.GetProperty("content").GetString() ?? "";
    }

    [GeneratedRegex("^-{2,3} ?$", RegexOptions.Multiline)]
    private static partial Regex Dashes();

    [GeneratedRegex(
        "^(?:Tested|Reviewed|Acked|Signed-off|Nacked|Reported)-by:.*$",
        RegexOptions.Multiline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Trailer();

    [GeneratedRegex("^X-Patchwork-Delegate: .*\n", RegexOptions.Multiline)]
    private static partial Regex DelegateLine();

    [GeneratedRegex(@"^X-Patchwork-Submitter: .*\n(?:[ \t].*\n)*", RegexOptions.Multiline)]
    private static partial Regex SubmitterLine();

    [GeneratedRegex("^X-Patchwork-Id: .*\n", RegexOptions.Multiline)]
    private static partial Regex IdLine();

    [GeneratedRegex("^Content-Transfer-Encoding: .*$", RegexOptions.Multiline)]
    private static partial Regex EncodingLine();
}
