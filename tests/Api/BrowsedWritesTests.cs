using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Hookwork.Tests.Site;

namespace Hookwork.Tests.Api;

/// <summary>The forms on the pages of the API, as a browser sends them.</summary>
public sealed class BrowsedWritesTests : IAsyncLifetime
{
    private const int Events = 20;
    private const string RecordedToken = "amara-token";
    private const string Patch = "/api/patches/2170000/";

    private ServedArchive _archive = null!;

    public async Task InitializeAsync() => _archive = await ServedArchive.StartAsync(Events);

    public Task DisposeAsync() => _archive.DisposeAsync();

    [Fact]
    public async Task A_patch_is_updated_with_the_visitors_token()
    {
        var form = await FormAsync(Patch);
        Assert.Equal("new-password", form.QuerySelector("#token")!.GetAttribute("autocomplete"));
        Assert.Equal(["PUT", "PATCH"], form.QuerySelectorAll("button").Select(button => button.GetAttribute("value")!));
        var content = JsonNode.Parse(form.QuerySelector("textarea")!.TextContent)!;
        Assert.Equal("new", (string?)content["state"]);
        content["state"] = "accepted";

        using var answer = await SendAsync(form, "PATCH", content.ToJsonString());

        var page = await answer.PageAsync();
        Assert.Equal($"PATCH {Patch}", page.QuerySelector("pre.request")!.TextContent);
        Assert.StartsWith("HTTP 200 OK\n", page.QuerySelector("pre.answer")!.TextContent, StringComparison.Ordinal);
        var shown = (await _archive.Client.GetFromJsonAsync<JsonObject>(Patch))!;
        Assert.Equal("accepted", (string?)shown["state"]);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.DoesNotContain(RecordedToken, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_is_created()
    {
        var form = await FormAsync($"{Patch}checks/");
        using var answer = await SendAsync(
            form,
            "POST",
            """{"state": "success", "context": "by-hand", "description": "<b>", "target_url": null}"""
        );

        var page = await answer.PageAsync();
        Assert.StartsWith(
            "HTTP 201 Created\n",
            page.QuerySelector("pre.answer")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Null(answer.Headers.Location);
        Assert.Contains("by-hand", await _archive.Client.GetStringAsync($"{Patch}checks/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_the_server_is_shown()
    {
        using var answer = await SendAsync(await FormAsync(Patch), "PATCH", """{"state": "accepted"}""", "nonsense");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(answer.Headers.WwwAuthenticate);
        var page = await answer.PageAsync();
        Assert.EndsWith(
            """
            {
              "detail": "Invalid token."
            }

            """.ReplaceLineEndings("\n"),
            page.QuerySelector("pre.answer")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("""{"state": "accepted"}""", page.QuerySelector("form.fields textarea")!.TextContent);
        await IsAsItWasAsync();
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused()
    {
        var form = await FormAsync(Patch);
        foreach (
            var header in new[]
            {
                ("Sec-Fetch-Site", "cross-site"),
                ("Sec-Fetch-Site", "same-site"),
                ("Origin", "https://evil.example"),
                ("Origin", "null"),
            }
        )
        {
            using var answer = await SendAsync(form, "PATCH", """{"state": "accepted"}""", RecordedToken, header);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        await IsAsItWasAsync();
    }

    [Fact]
    public async Task What_the_form_does_not_offer_is_refused()
    {
        var form = await FormAsync(Patch);
        foreach (
            var (method, token, status) in new[]
            {
                ("DELETE", RecordedToken, 405),
                ("GET", RecordedToken, 405),
                ("PATCH", "", 400),
                ("PATCH", "a\r\nX-Evil: 1", 400),
            }
        )
        {
            using var answer = await SendAsync(form, method, """{"state": "accepted"}""", token);
            Assert.Equal(status, (int)answer.StatusCode);
        }
        await IsAsItWasAsync();
    }

    [Fact]
    public async Task The_address_of_a_form_leads_back_to_its_page()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = _archive.Client.BaseAddress };
        using var back = await client.GetAsync($"/write{Patch}");
        Assert.Equal($"{Patch}?format=api", back.Headers.Location?.OriginalString);
        foreach (var path in new[] { "/write/api/nothing/", "/write//evil.example/", "/write" })
        {
            using var none = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
    }

    private async Task IsAsItWasAsync() =>
        Assert.Equal("new", (string?)(await _archive.Client.GetFromJsonAsync<JsonObject>(Patch))!["state"]);

    private async Task<IElement> FormAsync(string address) =>
        (await _archive.Client.PageAsync($"{address}?format=api")).QuerySelector("form.fields")!;

    private async Task<HttpResponseMessage> SendAsync(
        IElement form,
        string method,
        string content,
        string token = RecordedToken,
        params (string Name, string Value)[] headers
    )
    {
        Assert.Equal("post", form.GetAttribute("method"));
        using var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action"))
        {
            Content = new FormUrlEncodedContent([
                new(form.QuerySelector("input[type=password]")!.GetAttribute("name")!, token),
                new(form.QuerySelector("textarea")!.GetAttribute("name")!, content),
                new(form.QuerySelector("button")!.GetAttribute("name")!, method),
            ]),
        };
        if (headers.Length == 0)
            headers =
            [
                ("Sec-Fetch-Site", "same-origin"),
                ("Origin", _archive.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)),
            ];
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _archive.Client.SendAsync(request);
    }
}
