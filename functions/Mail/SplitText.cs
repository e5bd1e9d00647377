namespace Hookwork.Mail;

/// <summary>A mail's text, told apart by who wrote it.</summary>
/// <param name="Own">The lines that this mail adds, each with a line feed, without space before the first and after the
/// last.</param>
/// <param name="Quoted">The lines that it quotes, with their marks, and the lines that say whom it quotes.</param>
public sealed record SplitText(string Own, string Quoted);
