using Hookwork.Archive.Resources;
using Hookwork.Patchwork;

namespace Hookwork.Api.Http;

/// <summary>A version of the REST API.</summary>
/// <param name="Segment">The path after <c>/api/</c>, such as <c>1.2/</c>; empty for the newest version.</param>
/// <param name="Minor">The version whose rules apply: 1.<c>Minor</c>.</param>
internal sealed record ApiVersion(string Segment, int Minor)
{
    private const string UsualVersion = "1.3";
    private const string NewerVersion = "1.4";

    /// <summary>Reads the version in a path; null for one that the server does not have.</summary>
    /// <param name="text">Such as <c>1.2</c>; null if the path has none.</param>
    /// <param name="newest">The newest version that upstream has.</param>
    public static ApiVersion? Find(string? text, string newest)
    {
        var last = newest[2] - '0';
        return text is null ? new ApiVersion("", last)
            : text is ['1', '.', >= '0' and <= '9' and var minor] && minor - '0' <= last
                ? new ApiVersion(text + "/", minor - '0')
            : null;
    }

    /// <summary>
    /// The newest version that upstream has. Until this process has reached it, a field of the archived projects tells.
    /// </summary>
    public static string NewestOf(PatchworkClient client, IReadOnlyList<ProjectName> projects) =>
        client.KnownVersion ?? (projects.Any(IsOfNewer) ? NewerVersion : UsualVersion);

    private static bool IsOfNewer(ProjectName project) => project.Json.Span.IndexOf("\"show_dependencies\":"u8) >= 0;

    /// <summary>The version as text, such as <c>1.2</c>.</summary>
    public static string Name(int minor) => $"1.{minor}";
}
