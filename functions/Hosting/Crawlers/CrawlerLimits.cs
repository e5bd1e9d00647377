using System.Net.Mime;
using System.Threading.RateLimiting;
using Hookwork.Input;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Hosting.Crawlers;

/// <summary>
/// Limits how many pages one address may ask for: a token bucket for each, in this instance's memory. Clients of the
/// API, of the mboxes it links to, of assets and of the probes are not limited.
/// </summary>
internal static class CrawlerLimits
{
    private const string Policy = "pages";

    /// <summary>The paths below which the API's addresses of mboxes are. Mboxes of inboxes are limited.</summary>
    private static readonly string[] WithMboxes = ["/project", "/patch", "/cover", "/series", "/bundle"];

    /// <summary>Registers the limit, <c>Hookwork__PagesPerMinute</c>: 120 by default, 0 for none.</summary>
    /// <exception cref="SettingsException">It is not a number from 0.</exception>
    public static IServiceCollection AddCrawlerLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var perMinute =
            configuration.Read("Hookwork__PagesPerMinute", 0, 60_000, "a number from 0 (no limit) to 60000") ?? 120;
        return services.AddRateLimiter(options =>
        {
            options.OnRejected = RejectAsync;
            options.AddPolicy(
                Policy,
                context =>
                    perMinute > 0 && !IsMbox(context.Request) && CallerAddress.Of(context.Connection) is { } address
                        ? RateLimitPartition.GetTokenBucketLimiter<object>(address, _ => Bucket(perMinute))
                        : RateLimitPartition.GetNoLimiter<object>(Policy)
            );
        });
    }

    /// <summary>Limits the endpoints of a group.</summary>
    public static T LimitCrawlers<T>(this T group)
        where T : IEndpointConventionBuilder => group.RequireRateLimiting(Policy);

    /// <summary>
    /// Whether it is the address of an mbox or a diff. A CI asks for one of each patch of a series, often by an id that
    /// is redirected. It expects no limit, since Patchwork has none. To find prerequisites costs as much as a page.
    /// </summary>
    private static bool IsMbox(HttpRequest request) =>
        Array.Exists(WithMboxes, resource => request.Path.StartsWithSegments(resource, StringComparison.Ordinal))
        && request.Path.Value!.TrimEnd('/').Split('/')[^1] is "mbox" or "raw"
        && !request.Query.ContainsKey("prerequisites");

    /// <summary>Allows the pages of a minute at once, and then one page at a time at the same rate.</summary>
    private static TokenBucketRateLimiterOptions Bucket(int perMinute) =>
        new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
            QueueLimit = 0,
        };

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
            ? Math.Max(1, Math.Ceiling(wait.TotalSeconds))
            : 1;
        var response = context.HttpContext.Response;
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.Headers.RetryAfter = seconds.ToString();
        response.ContentType = $"{MediaTypeNames.Text.Plain}; charset=utf-8";
        await response.WriteAsync(
            "Too many requests from one address: wait as long as Retry-After says, or use the REST API at /api/.\n",
            cancellationToken
        );
    }
}
