using Hookwork.Input;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hookwork.Hosting.Crawlers;

/// <summary>What well-behaved crawlers may read (RFC 9309): mails and series, each at one address.</summary>
internal static class Robots
{
    /// <summary>
    /// The addresses that crawlers may not read. Searches and lists have endless addresses. The API, mboxes and threads
    /// repeat the pages of mails. Differences of versions are costly.
    /// </summary>
    private const string Text = """
        User-agent: *
        Disallow: /search
        Disallow: /api/
        Disallow: /status
        Disallow: /webhooks/
        Disallow: /ops/
        Disallow: /events/
        Disallow: /*/mbox/
        Disallow: /*/raw/
        Disallow: /*/thread/
        Disallow: /*/diff/
        Disallow: /*?
        Crawl-delay: 1

        """;

    /// <summary>Maps <c>/robots.txt</c>.</summary>
    public static void MapRobots(this IEndpointRouteBuilder routes) =>
        routes.MapMethods(
            "/robots.txt",
            ReadingMethods.All,
            (HttpResponse response) =>
            {
                response.Headers.CacheControl = "public, max-age=86400";
                return Results.Text(Text);
            }
        );
}
