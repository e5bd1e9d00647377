namespace Hookwork.Recorded.Http;

/// <summary>A view of the REST API.</summary>
/// <param name="Pattern">The path after the version; <c>{id}</c> matches a number, <c>{name}</c> any segment.</param>
/// <param name="Title">The name in OPTIONS responses.</param>
/// <param name="About">The description in OPTIONS responses.</param>
/// <param name="Methods">The methods for reading and writing, beside HEAD and OPTIONS.</param>
/// <param name="Serve">Handles GET and the writing methods, given the values of the pattern's braces.</param>
internal sealed record Endpoint(
    string Pattern,
    string Title,
    string About,
    string[] Methods,
    Func<Call, string[], Answer> Serve
)
{
    private readonly string[] _segments = Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The minor version that introduced it.</summary>
    public int Minor { get; init; }

    /// <summary>Whether it requires a token.</summary>
    public bool NeedsUser { get; init; }

    public string Allow { get; } = string.Join(", ", [.. Methods, "HEAD", "OPTIONS"]);

    /// <summary>The values of the pattern's braces; null if the path does not match.</summary>
    public string[]? Match(ReadOnlySpan<string> segments)
    {
        if (segments.Length != _segments.Length)
            return null;

        List<string> values = [];
        for (var at = 0; at < segments.Length; at++)
        {
            switch (_segments[at])
            {
                case "{id}" when segments[at].Length is > 0 and < 19 && segments[at].All(char.IsAsciiDigit):
                case "{name}":
                    values.Add(segments[at]);
                    break;
                case var literal when literal == segments[at]:
                    break;
                default:
                    return null;
            }
        }

        return [.. values];
    }
}
