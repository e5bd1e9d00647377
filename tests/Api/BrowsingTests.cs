using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Hookwork.Tests.Site;

namespace Hookwork.Tests.Api;

/// <summary>The API as a browser shows it.</summary>
[Collection(ServedArchive.Collection)]
public sealed class BrowsingTests(ServedArchive archive)
{
    private const string Patch = "/api/patches/2216659/";

    [Fact]
    public async Task A_patch_is_shown_as_Patchwork_shows_it()
    {
        var page = await archive.Client.PageAsync($"{Patch}?format=api");

        Assert.Equal("Patch Detail", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(
            ["get: Show a patch.", "patch: Update a patch.", "put: Update a patch."],
            page.QuerySelectorAll("main > p").Select(paragraph => paragraph.TextContent)
        );
        Assert.Equal($"GET {Patch}?format=api", page.QuerySelector("pre.request")!.TextContent);
        var answer = page.QuerySelector("pre.answer")!.TextContent;
        Assert.StartsWith(
            """
            HTTP 200 OK
            Allow: GET, PUT, PATCH, HEAD, OPTIONS
            Content-Type: application/json
            Vary: Accept, Cookie

            {
              "id": 2216659,
            """.ReplaceLineEndings("\n"),
            answer,
            StringComparison.Ordinal
        );
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..]),
                JsonNode.Parse(
                    (await archive.Client.GetStringAsync($"{Patch}?format=json")).Replace(
                        "?format=json",
                        "?format=api",
                        StringComparison.Ordinal
                    )
                )
            )
        );
    }

    [Fact]
    public async Task Addresses_in_the_answer_are_links_that_lead_somewhere()
    {
        var page = await archive.Client.PageAsync($"{Patch}?format=api");
        var links = page.QuerySelectorAll("pre.answer a").Select(link => link.GetAttribute("href")!).ToList();

        Assert.Contains($"{archive.Client.BaseAddress}api/projects/14/?format=api", links);
        Assert.All(
            page.QuerySelectorAll("pre.answer a"),
            link => Assert.Equal("nofollow noopener", link.GetAttribute("rel"))
        );
        foreach (var link in links.Where(link => new Uri(link).Authority == archive.Client.BaseAddress!.Authority))
        {
            using var answer = await archive.Client.GetAsync(link);
            Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Forbidden, link);
        }
    }

    [Fact]
    public async Task Each_version_is_a_link_away()
    {
        var page = await archive.Client.PageAsync("/api/1.1/patches/?per_page=2&format=api");
        var versions = page.QuerySelectorAll("nav[aria-label=Versions] a");

        Assert.Equal(["1.0", "1.1", "1.2", "1.3", "newest", "JSON"], versions.Select(link => link.TextContent));
        Assert.Equal("1.1", page.QuerySelector("[aria-current=page]")!.TextContent);
        Assert.Equal("/api/1.3/patches/?per_page=2&format=api", versions[3].GetAttribute("href"));
        Assert.Equal("/api/1.1/patches/?format=json&per_page=2", versions[5].GetAttribute("href"));
        foreach (var link in versions)
        {
            using var answer = await archive.Client.GetAsync(link.GetAttribute("href"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_view_links_to_those_above_it()
    {
        var page = await archive.Client.PageAsync($"/api/1.2{Patch[4..]}comments/?format=api");

        Assert.Equal(
            [("Index", "/api/1.2/"), ("Patch List", "/api/1.2/patches/"), ("Patch Detail", $"/api/1.2{Patch[4..]}")],
            page.QuerySelectorAll("nav.crumbs a").Select(link => (link.TextContent, link.GetAttribute("href")!))
        );
    }

    [Fact]
    public async Task A_list_is_paged()
    {
        var page = await archive.Client.PageAsync("/api/covers/?per_page=10&page=2&format=api");
        var links = page.QuerySelectorAll("nav[aria-label=Pages] a").ToDictionary(link => link.TextContent);

        Assert.Equal(["first", "last", "next", "prev"], links.Keys.Order(StringComparer.Ordinal));
        var next = await archive.Client.PageAsync(links["next"].GetAttribute("href")!);
        Assert.Contains("page=3", next.QuerySelector("pre.request")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_shown_with_its_status()
    {
        using var answer = await archive.Client.GetAsync("/api/patches/1/?format=api");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var page = await answer.PageAsync();
        Assert.Contains("HTTP 404 Not Found", page.QuerySelector("pre.answer")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_caller_with_a_token_is_kept_nowhere()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Patch}?format=api");
        request.Headers.TryAddWithoutValidation("Authorization", "Token 0123456789abcdef0123456789abcdef01234567");
        using var answer = await archive.Client.SendAsync(request);

        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
    }
}
