using Microsoft.AspNetCore.Http;

namespace Hookwork.Pages;

/// <summary>What a request accepts.</summary>
internal static class Accepted
{
    /// <summary>Whether the Accept header prefers HTML to JSON, as those of browsers do.</summary>
    public static bool PrefersHtml(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return Quality("text/html") > Quality("application/json");

        double Quality(string type) =>
            accepted
                .Where(media => media.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
                .Select(media => media.Quality ?? 1)
                .DefaultIfEmpty(0)
                .Max();
    }
}
