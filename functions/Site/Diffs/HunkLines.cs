using Hookwork.Input;
using Hookwork.Mail.Diffs;
using Hookwork.Pages.Parts;
using Microsoft.AspNetCore.Components;

namespace Hookwork.Site.Diffs;

/// <summary>
/// Writes the lines of a hunk: <c>ins</c>, <c>del</c> and <c>span</c>, with their numbers in <c>data-o</c> before and
/// <c>data-n</c> after the change. The style sheet shows the numbers, so that copied lines have none. Marks of
/// direction are shown as text. A browser would obey them, and show other code than the patch has. A carriage return is
/// shown as <c>␍</c>. A browser shows it as a blank, though it ends a line, and so a comment, in some languages.
/// </summary>
internal sealed class HunkLines
{
    private readonly Hunk _hunk;
    private readonly IReadOnlyList<Range>?[]? _marks;

    // As in a file of Windows, and in many a mail in base64.
    private readonly bool _endsWithReturns;
    private int _next;
    private int _old;
    private int _new;

    public HunkLines(Hunk hunk, IReadOnlyList<Range>?[]? marks)
    {
        (_hunk, _marks) = (hunk, marks);
        (_old, _new) = (hunk.OldStart, hunk.NewStart);
        _endsWithReturns = hunk.Lines.All(line => line.EndsFile || line.Text.Span is [] or [.., '\r']);
    }

    /// <summary>The lines from the last ones on, up to and with one.</summary>
    public RenderFragment UpTo(int last)
    {
        var (first, old, @new) = (_next, _old, _new);
        for (; _next <= last; _next++)
        {
            _old += _hunk.Lines[_next].Kind == DiffLineKind.Added ? 0 : 1;
            _new += _hunk.Lines[_next].Kind == DiffLineKind.Removed ? 0 : 1;
        }
        return builder =>
        {
            for (var index = first; index <= last; index++)
            {
                var line = _hunk.Lines[index];
                builder.OpenElement(0, ElementOf(line.Kind));
                if (line.Kind != DiffLineKind.Added)
                    builder.AddAttribute(1, "data-o", (old++).ToString());
                if (line.Kind != DiffLineKind.Removed)
                    builder.AddAttribute(2, "data-n", (@new++).ToString());
                var text = WithReturns(line.ToString());
                if (_marks?[index] is not { Count: > 0 } marks)
                {
                    builder.AddContent(3, DirectionMarks.Show(text) + "\n");
                }
                else
                {
                    builder.AddContent(4, text[..1]);
                    foreach (var (piece, isMarked) in MarkedText.Pieces(text[1..], marks))
                    {
                        if (isMarked)
                            builder.OpenElement(5, "mark");
                        builder.AddContent(6, DirectionMarks.Show(piece));
                        if (isMarked)
                            builder.CloseElement();
                    }
                    builder.AddContent(7, "\n");
                }
                builder.CloseElement();
                if (line.EndsFile)
                    builder.AddContent(8, "\\ No newline at end of file\n");
            }
        };
    }

    // The text stays as long as it is, for the marks.
    private string WithReturns(string text)
    {
        if (!text.Contains('\r', StringComparison.Ordinal))
            return text;
        var shown = text.Replace('\r', '␍');
        return _endsWithReturns && text.EndsWith('\r') ? $"{shown[..^1]}\r" : shown;
    }

    private static string ElementOf(DiffLineKind kind) =>
        kind switch
        {
            DiffLineKind.Added => "ins",
            DiffLineKind.Removed => "del",
            _ => "span",
        };
}
