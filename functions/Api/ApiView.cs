using Hookwork.Api.Http;
using Hookwork.Api.Lists;
using Hookwork.Api.Resources;
using Hookwork.Api.Writing;

namespace Hookwork.Api;

/// <summary>A view of the API: its address, its resource and its methods.</summary>
/// <param name="Pattern">The path after the version, as a route.</param>
/// <param name="Title">The name in the answer to OPTIONS.</param>
/// <param name="About">The description in the answer to OPTIONS.</param>
/// <param name="Shows">The resource; null for the index.</param>
/// <param name="Read">Answers GET.</param>
internal sealed record ApiView(
    string Pattern,
    string Title,
    string About,
    Entity? Shows,
    Func<ApiCall, CancellationToken, Task<ApiAnswer>> Read
)
{
    /// <summary>The write methods it has upstream; <see cref="WriteEndpoints"/> forwards them.</summary>
    public IReadOnlyList<string> Writes { get; init; } = [];

    /// <summary>Versions before 1.<c>Minor</c> do not have it.</summary>
    public int Minor { get; init; }

    /// <summary>Whether only users of the server may see it.</summary>
    public bool NeedsUser { get; init; }

    /// <summary>Whether it is a paged list.</summary>
    public bool IsList => Parameters is not null;

    /// <summary>The parameters of a list beyond those of every list; null if it is not a list.</summary>
    public IReadOnlyList<ListParameter>? Parameters { get; init; }

    /// <summary>The Allow header.</summary>
    public string Allow => string.Join(", ", ["GET", .. Writes, "HEAD", "OPTIONS"]);
}
