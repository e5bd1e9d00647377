namespace Hookwork.Pages.Parts;

/// <summary>Text with some ranges of it marked.</summary>
internal static class MarkedText
{
    /// <summary>The text in pieces that are marked or not.</summary>
    /// <param name="marks">Ranges of UTF-16 units, in order, not overlapping.</param>
    public static IEnumerable<(string Text, bool IsMarked)> Pieces(string text, IReadOnlyList<Range> marks)
    {
        var position = 0;
        foreach (var mark in marks)
        {
            yield return (text[position..mark.Start.Value], false);
            yield return (text[mark], true);
            position = mark.End.Value;
        }
        yield return (text[position..], false);
    }
}
