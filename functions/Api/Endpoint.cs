using Hookwork.Api.Http;
using Hookwork.Api.Lists;
using Hookwork.Api.Resources;
using Hookwork.Api.Writing;

namespace Hookwork.Api;

/// <summary>A view of the API: an address, what it shows, and what may be done there.</summary>
/// <param name="Pattern">The path after the version, as a route.</param>
/// <param name="Title">What OPTIONS calls it.</param>
/// <param name="About">What OPTIONS says of it.</param>
/// <param name="Shows">The resource; null for the index.</param>
/// <param name="Read">Answers GET.</param>
internal sealed record Endpoint(
    string Pattern,
    string Title,
    string About,
    Entity? Shows,
    Func<ApiCall, CancellationToken, Task<ApiAnswer>> Read
)
{
    /// <summary>The writing methods it has upstream; <see cref="WriteEndpoints"/> hands on most of them.</summary>
    public IReadOnlyList<string> Writes { get; init; } = [];

    /// <summary>What a write without a token is told, where it is not handed on.</summary>
    public string Refusal { get; init; } = "Authentication credentials were not provided.";

    /// <summary>Versions before 1.<c>Minor</c> do not have it.</summary>
    public int Minor { get; init; }

    /// <summary>Whether it shows itself only to users of the server.</summary>
    public bool NeedsUser { get; init; }

    /// <summary>Whether it shows a page of many.</summary>
    public bool IsList => Parameters is not null;

    /// <summary>The parameters of a list, beside those that every list has; null for anything else.</summary>
    public IReadOnlyList<ListParameter>? Parameters { get; init; }

    /// <summary>The Allow header.</summary>
    public string Allow => string.Join(", ", ["GET", .. Writes, "HEAD", "OPTIONS"]);
}
