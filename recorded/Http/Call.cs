using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>A parsed request.</summary>
/// <param name="Method">The method, in capitals.</param>
/// <param name="Path">The path as sent, percent-encoded.</param>
/// <param name="Query">The query string.</param>
/// <param name="Origin">Scheme and Host of the request.</param>
internal sealed record Call(string Method, string Path, Query Query, string Origin)
{
    /// <summary>Whether it changes nothing.</summary>
    public bool IsRead => Method is "GET" or "HEAD";

    public string? Accept { get; init; }

    public string? Authorization { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The body; empty if it was a form.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The values of each field of a form; null if the body is not a form.</summary>
    public IReadOnlyDictionary<string, string[]>? Form { get; init; }

    /// <summary>The API version of the path.</summary>
    public ApiVersion Version { get; init; } = ApiVersion.Newest;

    /// <summary>The most items of a page.</summary>
    public int LargestPage { get; init; }

    /// <summary>The zone of the server's clock.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The user whose token was sent.</summary>
    public ItemRow? User { get; init; }

    public View View(Shape shape) =>
        new(Origin, Version, Query.Last("format") is { Length: > 0 } format ? "?format=" + format : "", shape);
}
