using System.Globalization;

namespace Hookwork.Api.Http;

/// <summary>A version of the REST API.</summary>
/// <param name="Segment">What stands after <c>/api/</c>: empty for the newest, or such as <c>1.2/</c>.</param>
/// <param name="Minor">Which rules it follows: those of 1.<c>Minor</c>.</param>
internal sealed record ApiVersion(string Segment, int Minor)
{
    /// <summary>Reads the version in a path; null for one that the server does not have.</summary>
    /// <param name="text">Such as <c>1.2</c>; null where the path names none.</param>
    /// <param name="newest">The newest version that upstream has.</param>
    public static ApiVersion? Find(string? text, string newest)
    {
        var last = newest[2] - '0';
        return text is null ? new ApiVersion("", last)
            : text is ['1', '.', >= '0' and <= '9' and var minor] && minor - '0' <= last
                ? new ApiVersion(text + "/", minor - '0')
            : null;
    }

    /// <summary>How people write a version.</summary>
    public static string Name(int minor) => string.Create(CultureInfo.InvariantCulture, $"1.{minor}");
}
