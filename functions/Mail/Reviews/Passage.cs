namespace Hookwork.Mail.Reviews;

/// <summary>A part of a text that is the same as the start of a quotation.</summary>
/// <param name="Start">Where it starts, in characters of <see cref="PlainLines"/>.</param>
/// <param name="Length">The number of characters that are the same.</param>
/// <param name="IsSole">Whether nothing else starts like the quotation.</param>
internal readonly record struct Passage(int Start, int Length, bool IsSole);
