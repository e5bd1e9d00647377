using System.Text.RegularExpressions;

namespace Hookwork.Recorded;

/// <summary>A request that a server received.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query string, as sent.</param>
/// <param name="Status">The status sent; 0 if the connection was closed before.</param>
/// <param name="At">When it was received.</param>
public sealed partial record LoggedRequest(string Method, string Path, int Status, DateTimeOffset At)
{
    /// <summary>
    /// The kind of resource requested, without version and ids: <c>events</c>, <c>patches</c>, <c>patches/#</c>,
    /// <c>patches/#/comments</c>, <c>patch/mbox</c>, <c>cover/mbox</c>, <c>series/mbox</c>; else the path's first
    /// segment.
    /// </summary>
    public string Kind
    {
        get
        {
            var path = Path.Split('?')[0].Trim('/');
            if (path.EndsWith("/mbox", StringComparison.Ordinal))
                return Mail().Match(path) is { Success: true } mail
                    ? mail.Groups["kind"].Value + "/mbox"
                    : path.Split('/')[0] + "/mbox";

            return path.StartsWith("api/", StringComparison.Ordinal)
                ? Number().Replace(Version().Replace(path, ""), "/#")
                : path.Split('/')[0];
        }
    }

    [GeneratedRegex("^project/[^/]+/(?<kind>patch|cover)/")]
    private static partial Regex Mail();

    [GeneratedRegex(@"^api/(\d\.\d/?)?")]
    private static partial Regex Version();

    [GeneratedRegex(@"/\d+")]
    private static partial Regex Number();
}
