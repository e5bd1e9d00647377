namespace Hookwork.Mail;

/// <summary>A mail's text, split into own and quoted lines.</summary>
/// <param name="Own">The lines that this mail adds, each with a line feed, without space before the first and after the
/// last.</param>
/// <param name="Quoted">The lines that it quotes, with their marks, and their attributions.</param>
public sealed record SplitText(string Own, string Quoted);
