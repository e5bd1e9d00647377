namespace Hookwork.Recorded.Resources;

/// <summary>A cover letter.</summary>
internal sealed class CoverRow(Item item, IEnumerable<CommentRow> comments) : MailRow(item, comments);
