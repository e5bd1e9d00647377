using System.Text;
using MimeKit.Utils;

namespace MimeKit.Parsing;

/// <summary>What ends the content before it: the boundary of a multipart, or the <c>From </c> line of an mbox.</summary>
internal sealed class Boundary
{
    private readonly byte[] _marker;
    private readonly bool _isMbox;

    public Boundary(string boundary)
    {
        _marker = Encoding.UTF8.GetBytes("--" + boundary);
    }

    private Boundary()
    {
        _marker = "From "u8.ToArray();
        _isMbox = true;
    }

    public static Boundary CreateMbox() => new();

    /// <param name="line">A line.</param>
    /// <param name="isWithinContent">Whether the message is known to go on, so that no new one can start.</param>
    public BoundaryMatch Match(ReadOnlySpan<byte> line, bool isWithinContent)
    {
        if (!line.StartsWith(_marker))
            return BoundaryMatch.None;

        if (_isMbox)
            return isWithinContent ? BoundaryMatch.None : BoundaryMatch.Start;

        var rest = line[_marker.Length..];
        if (rest.StartsWith("--"u8) && IsBlank(rest[2..]))
            return BoundaryMatch.End;

        return IsBlank(rest) ? BoundaryMatch.Start : BoundaryMatch.None;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!c.IsWhiteSpace())
                return false;
        }

        return true;
    }
}
