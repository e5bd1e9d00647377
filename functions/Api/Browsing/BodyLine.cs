using System.Text;
using Hookwork.Input;
using Hookwork.Patchwork;

namespace Hookwork.Api.Browsing;

/// <summary>A line of an answer's body.</summary>
/// <param name="Before">Its text up to the address.</param>
/// <param name="Address">A value that is an address of the web; null without one.</param>
/// <param name="After">The rest.</param>
public sealed record BodyLine(string Before, string? Address, string After)
{
    /// <summary>The lines of a body: JSON is indented, and its addresses become links.</summary>
    internal static IReadOnlyList<BodyLine> AllOf(ReadOnlyMemory<byte> body)
    {
        using var document = JsonFields.Parse(body);
        // An empty answer, or a server's error page.
        if (document is null)
            return [.. Encoding.UTF8.GetString(body.Span).Split('\n').Select(line => new BodyLine(line, null, ""))];
        var text = Encoding.UTF8.GetString(PlainJson.Indented(document.RootElement.WriteTo).Span);
        return [.. text.Split('\n').Select(Of)];
    }

    private static BodyLine Of(string line)
    {
        var at = line.IndexOf("\"http", StringComparison.Ordinal);
        var end = at < 0 ? -1 : line.IndexOf('"', at + 1);
        // A value follows a name, or stands alone in a list; after it comes a comma at most.
        if (end < 0 || line[..at].TrimEnd() is not ([.., ':'] or "") || line[(end + 1)..] is not ("" or ","))
            return new BodyLine(line, null, "");
        var value = line[(at + 1)..end];
        return !value.Contains('\\', StringComparison.Ordinal) && UriText.TryReadWeb(value, out _)
            ? new BodyLine(line[..(at + 1)], value, line[end..])
            : new BodyLine(line, null, "");
    }
}
