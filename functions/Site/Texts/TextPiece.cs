namespace Hookwork.Site.Texts;

/// <summary>Lines of a mail's text that are of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">The lines, joined by line feeds.</param>
/// <param name="Lines">Their number.</param>
/// <param name="LeftOut">The number of lines before them that are left out.</param>
public sealed record TextPiece(PieceKind Kind, string Text, int Lines, int LeftOut = 0);
