namespace Hookwork.Api.Browsing;

/// <summary>What the page of an answer of the API shows, as that of Django REST framework does.</summary>
/// <param name="Title">The view's name.</param>
/// <param name="Request">Method and address.</param>
/// <param name="Status">The status line, such as <c>HTTP 200 OK</c>.</param>
public sealed record ShownAnswer(string Title, string Request, string Status)
{
    /// <summary>The views above this one, from the index.</summary>
    public IReadOnlyList<ApiLink> Parents { get; init; } = [];

    /// <summary>What each method does; without a method, what the view does.</summary>
    public IReadOnlyList<(string? Method, string Sentence)> About { get; init; } = [];

    /// <summary>The same address in each version of the API.</summary>
    public IReadOnlyList<ApiLink> Versions { get; init; } = [];

    /// <summary>The answer without this page.</summary>
    public required string Json { get; init; }

    /// <summary>Other pages of a list.</summary>
    public IReadOnlyList<ApiLink> Pages { get; init; } = [];

    /// <summary>The answer's headers, in the order of their names.</summary>
    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    /// <summary>The answer's body.</summary>
    public required IReadOnlyList<BodyLine> Lines { get; init; }

    /// <summary>How a visitor with a token writes; null where nobody can.</summary>
    public ApiForm? Form { get; init; }
}
