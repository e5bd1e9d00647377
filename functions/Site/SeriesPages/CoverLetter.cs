using Hookwork.Mail;

namespace Hookwork.Site.SeriesPages;

/// <summary>A cover letter, its trailers apart.</summary>
/// <param name="Name">Its subject.</param>
/// <param name="MessageId">Its Message-ID without angle brackets.</param>
/// <param name="Text">Its text without the paragraphs of its trailers.</param>
/// <param name="Trailers">The trailers of these paragraphs.</param>
public sealed record CoverLetter(string Name, string MessageId, string Text, IReadOnlyList<Trailer> Trailers)
{
    /// <summary>
    /// Sets the trailers of a text apart, where they are paragraphs of their own. Others belong to what is around them:
    /// "It is based on", "Link: …".
    /// </summary>
    public static CoverLetter Of(string name, string messageId, string content)
    {
        var lines = content.Split('\n');
        var found = Hookwork.Mail.Trailers.Find(content, isReply: false);
        var isApart = new bool[lines.Length];
        foreach (var (_, first, last) in found)
            isApart.AsSpan(first, last - first + 1).Fill(true);
        for (int first = 0, end; first < lines.Length; first = end + 1)
        {
            end = Array.FindIndex(lines, first, line => line.Trim() is "" or "---");
            if (end < 0)
                end = lines.Length;
            var paragraph = isApart.AsSpan(first, end - first);
            if (paragraph.Contains(false))
                paragraph.Clear();
        }
        var text = string.Join('\n', lines.Where((_, line) => !isApart[line])).Trim('\n');
        var trailers = found.Where(one => isApart[one.First]).Select(one => one.Trailer);
        return new CoverLetter(name, messageId, text, [.. trailers]);
    }
}
