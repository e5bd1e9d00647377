namespace Hookwork.Mail.RangeDiffs;

/// <summary>A patch of a version of a series, as <c>git am</c> would commit it.</summary>
/// <param name="Author">Its author: <c>Name &lt;address&gt;</c>.</param>
/// <param name="Subject">Its subject without the brackets in front.</param>
/// <param name="Message">Its commit message without the subject and without what follows three dashes.</param>
/// <param name="Diff">Its diff.</param>
public sealed record RangePatch(string Author, string Subject, string Message, string Diff);
