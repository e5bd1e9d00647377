using Hookwork.Input;

namespace Hookwork.Site.Rows;

/// <summary>Paths of pages on this host.</summary>
internal static class SiteAddress
{
    /// <summary>The page of a patch or cover letter, or of the thread of a mail.</summary>
    /// <param name="project">The project's link name.</param>
    /// <param name="kind"><c>patch</c>, <c>cover</c> or <c>thread</c>.</param>
    /// <param name="messageId">Without angle brackets.</param>
    public static string Mail(string project, string kind, string messageId) =>
        $"/project/{UriPath.Escape(project)}/{kind}/{UriPath.Escape(messageId)}/";

    /// <summary>A page of a project.</summary>
    /// <param name="page"><c>list</c> or <c>series</c>.</param>
    public static string Project(string project, string page) => $"/project/{UriPath.Escape(project)}/{page}/";
}
