namespace Hookwork.Recorded.Http;

/// <summary>A view of the REST API.</summary>
/// <param name="Pattern">The path after the version; <c>{id}</c> stands for a number, <c>{name}</c> for any
/// segment.</param>
/// <param name="Title">What an OPTIONS answer calls it.</param>
/// <param name="About">What an OPTIONS answer says of it.</param>
/// <param name="Methods">The methods that read and write it, beside HEAD and OPTIONS.</param>
/// <param name="Serve">Answers GET and the writing methods; gets the values of the pattern's braces.</param>
internal sealed record Endpoint(
    string Pattern,
    string Title,
    string About,
    string[] Methods,
    Func<Call, string[], Answer> Serve
)
{
    private readonly string[] _segments = Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Versions before 1.<c>Minor</c> do not have it.</summary>
    public int Minor { get; init; }

    /// <summary>Whether it shows itself only to users.</summary>
    public bool NeedsUser { get; init; }

    public string Allow { get; } = string.Join(", ", [.. Methods, "HEAD", "OPTIONS"]);

    /// <summary>The values of the pattern's braces; null if the path is not of this pattern.</summary>
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
