using System.Diagnostics;
using System.Net;
using Hookwork.Hosting.Crawlers;
using Hookwork.Input;
using Hookwork.Recorded;
using Hookwork.Tests.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Hookwork.Tests.Hosting.Crawlers;

/// <summary>What an address may ask for: over HTTP, as behind the platform's front end.</summary>
public sealed class CrawlerLimitsTests
{
    private static readonly RecordedPatchworkOptions s_few = new() { VisibleEvents = 10 };

    [Fact]
    public async Task An_address_gets_its_pages_a_minute_and_then_a_429()
    {
        var archive = await ServedArchive.StartAsync(
            s_few,
            TimeProvider.System,
            ("WEBSITE_HOSTNAME", "hookwork.example.org"),
            ("Hookwork:PagesPerMinute", "3")
        );
        try
        {
            var (watch, answered) = (Stopwatch.StartNew(), 0);
            var answer = await GetAsync("/status", "203.0.113.7:4711");
            for (; answer.StatusCode == HttpStatusCode.OK && answered < 20; answered++)
                answer = await GetAsync("/events/", "198.51.100.1, 203.0.113.7:4712");

            using var refused = answer;
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            // A machine that takes longer than twenty seconds may ask for another page.
            Assert.InRange(answered, 3, 3 + (int)(watch.Elapsed / TimeSpan.FromSeconds(20)));
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
            using var built = await GetAsync("/series/1/mbox/?prerequisites=1", "203.0.113.7:4713");
            Assert.Equal(HttpStatusCode.TooManyRequests, built.StatusCode);

            Assert.Equal(HttpStatusCode.OK, (await GetAsync("/events/", "203.0.113.8:4711")).StatusCode);
            // The mbox is at an address to which this one is redirected.
            foreach (var path in new[] { "/api/", "/patch/2170000/mbox/", "/health/live", "/robots.txt" })
                Assert.Equal(HttpStatusCode.OK, (await GetAsync(path, "203.0.113.7:4713")).StatusCode);
        }
        finally
        {
            await archive.DisposeAsync();
        }

        Task<HttpResponseMessage> GetAsync(string path, string forwarded) =>
            archive.Client.GetAsync(path, "X-Forwarded-For", forwarded);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.1", null)]
    [InlineData("::ffff:10.1.2.3", null)]
    [InlineData("169.254.129.1", null)]
    [InlineData("fd00::1", null)]
    public void The_address_is_that_of_the_connection_whatever_a_caller_claims(string connection, string? address)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["X-Forwarded-For"] = "198.51.100.1";
        context.Connection.RemoteIpAddress = IPAddress.Parse(connection);

        Assert.Equal(address, CallerAddress.Of(context.Connection)?.ToString());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("60001")]
    public void A_malformed_limit_is_refused(string value)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Hookwork:PagesPerMinute", value)])
            .Build();

        Assert.Throws<SettingsException>(() =>
            new Microsoft.Extensions.DependencyInjection.ServiceCollection().AddCrawlerLimits(configuration)
        );
    }
}
