namespace Hookwork.Recorded.Resources;

/// <summary>A version of the REST API as the path names it.</summary>
/// <param name="Index">The index in <see cref="All"/>.</param>
/// <param name="Segment">The part after <c>/api/</c>: empty, or such as <c>1.2/</c>.</param>
/// <param name="Minor">The minor version; the newest for a path without one.</param>
internal sealed record ApiVersion(int Index, string Segment, int Minor)
{
    public static readonly ApiVersion[] All =
    [
        new(0, "", 3),
        new(1, "1.0/", 0),
        new(2, "1.1/", 1),
        new(3, "1.2/", 2),
        new(4, "1.3/", 3),
        new(5, "1.4/", 4),
        new(6, "", 4),
    ];

    /// <summary>The version of a path without one, on the recorded server.</summary>
    public static ApiVersion Newest => All[0];

    /// <summary>The version of a path without one, on a server whose newest is 1.<c>minor</c>.</summary>
    public static ApiVersion NewestOf(int minor) =>
        Array.Find(All, version => version.Segment.Length == 0 && version.Minor == minor)!;

    /// <summary>Whether a path segment looks like a version, known or not.</summary>
    public static bool IsVersion(string segment) =>
        segment.Length == 3 && char.IsAsciiDigit(segment[0]) && segment[1] == '.';

    public static ApiVersion? Find(string segment) => Array.Find(All, version => version.Segment == segment + "/");
}
