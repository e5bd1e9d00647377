using Microsoft.AspNetCore.Http;

namespace Hookwork.Api.Http;

/// <summary>A request to the API, read as far as every view needs it.</summary>
/// <param name="Http">The request itself.</param>
/// <param name="Version">The version that its path names.</param>
/// <param name="Origin">Scheme and authority for the addresses in the answer.</param>
internal sealed record ApiCall(HttpRequest Http, ApiVersion Version, string Origin)
{
    public ApiQuery Query { get; } = new(Http.QueryString);

    /// <summary>GET or HEAD.</summary>
    public bool Reads => HttpMethods.IsGet(Http.Method) || HttpMethods.IsHead(Http.Method);

    /// <summary>What the <c>url</c> fields carry on: a format that the request asked for.</summary>
    public string Suffix => Query.Last("format") is { } format ? "?format=" + Uri.EscapeDataString(format) : "";

    /// <summary>The address that was asked, without its query.</summary>
    public string Address => Origin + Http.PathBase.Add(Http.Path).ToUriComponent();

    /// <summary>A number in the path.</summary>
    public long Id(string name) => long.Parse(Text(name), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A text in the path, decoded.</summary>
    public string Text(string name) => (string)Http.RouteValues[name]!;
}
