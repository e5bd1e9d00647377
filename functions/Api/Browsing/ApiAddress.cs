using System.Text.RegularExpressions;

namespace Hookwork.Api.Browsing;

/// <summary>The path of a view: the API and its version, then the view.</summary>
/// <param name="Root">Such as <c>/api/1.2/</c>.</param>
/// <param name="Rest">Such as <c>patches/12/</c>.</param>
internal sealed partial record ApiAddress(string Root, string Rest)
{
    private const string NewestRoot = "/api/";

    /// <summary>The version; null for the newest.</summary>
    public string? Version => Root.Length > NewestRoot.Length ? Root[NewestRoot.Length..^1] : null;

    /// <summary>Reads a path; null if it is not below <c>/api/</c>.</summary>
    public static ApiAddress? Read(string path) =>
        Start().Match(path) is { Success: true } root ? new ApiAddress(root.Value, path[root.Length..]) : null;

    /// <summary>The same view in a version; null for the newest.</summary>
    public string In(string? version) => $"{NewestRoot}{(version is null ? "" : version + "/")}{Rest}";

    /// <summary>The view at this address; null if there is none.</summary>
    public ApiView? Find(IEnumerable<ApiView> views)
    {
        var parts = Rest.Split('/');
        return views.FirstOrDefault(view =>
            view.Pattern.Split('/') is var pattern
            && pattern.Length == parts.Length
            && pattern
                .Zip(parts)
                .All(pair => pair.First == pair.Second || (pair.First is ['{', ..] && pair.Second != ""))
        );
    }

    /// <summary>The addresses above this one, from the index. The path ends with a slash.</summary>
    public IEnumerable<ApiAddress> Parents()
    {
        for (var at = 0; at < Rest.Length; at = Rest.IndexOf('/', at) + 1)
            yield return this with
            {
                Rest = Rest[..at],
            };
    }

    [GeneratedRegex(@"^/api/([0-9]\.[0-9]/)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Start();
}
