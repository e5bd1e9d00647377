using Hookwork.Archive.Resources;
using Hookwork.Catalog.Searching;
using Hookwork.Search;

namespace Hookwork.Inbox;

/// <summary>A mail of an inbox.</summary>
/// <param name="Project">The project that has it.</param>
internal sealed record InboxMail(ProjectName Project, MailRow Row)
{
    /// <summary>The place of its text.</summary>
    public MailPlace Place => new(Project.Id, Row.Row, Row.Key);
}
