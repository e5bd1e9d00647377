using Hookwork.Archive.Resources;
using Hookwork.Input;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Api.Http;

/// <summary>A request to the API, with the parts that every view needs.</summary>
/// <param name="Http">The request itself.</param>
/// <param name="Version">The version that its path names.</param>
/// <param name="Origin">Scheme and authority for the addresses in the answer.</param>
internal sealed record ApiCall(HttpRequest Http, ApiVersion Version, string Origin)
{
    public ApiQuery Query { get; } = new(Http.QueryString);

    /// <summary>Every archived project.</summary>
    public required IReadOnlyList<ProjectName> Projects { get; init; }

    /// <summary>The zone of the server's clock, if it is known and matters.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>GET or HEAD.</summary>
    public bool Reads => HttpMethods.IsGet(Http.Method) || HttpMethods.IsHead(Http.Method);

    /// <summary>The <c>format</c> parameter of the request, which <c>url</c> fields repeat.</summary>
    public string Suffix => Query.Last("format") is { } format ? "?format=" + Uri.EscapeDataString(format) : "";

    /// <summary>The requested address without its query.</summary>
    public string Address => Origin + Http.PathBase.Add(Http.Path).ToUriComponent();

    /// <summary>A number in the path; the nearest one that fits if it is too large.</summary>
    public long Id(string name) => PythonNumber.TryRead(Text(name), out var id) ? id : long.MaxValue;

    /// <summary>A text in the path, decoded.</summary>
    public string Text(string name) => (string)Http.RouteValues[name]!;
}
