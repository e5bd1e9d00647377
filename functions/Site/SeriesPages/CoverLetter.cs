using Hookwork.Mail;

namespace Hookwork.Site.SeriesPages;

/// <summary>A cover letter, its trailers apart.</summary>
/// <param name="Name">Its subject.</param>
/// <param name="MessageId">Its Message-ID without angle brackets.</param>
/// <param name="Text">Its text without the lines of its trailers.</param>
public sealed record CoverLetter(string Name, string MessageId, string Text, IReadOnlyList<Trailer> Trailers)
{
    /// <summary>Sets the trailers of a text apart.</summary>
    public static CoverLetter Of(string name, string messageId, string content)
    {
        var trailers = Hookwork.Mail.Trailers.Of(content);
        var lines = trailers.Select(trailer => trailer.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rest = content.Split('\n').Where(line => !lines.Contains(line.Trim()));
        return new CoverLetter(name, messageId, string.Join('\n', rest).Trim('\n'), trailers);
    }
}
