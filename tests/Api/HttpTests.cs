using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hookwork.Ingest;
using Hookwork.Recorded;

namespace Hookwork.Tests.Api;

[Collection(ServedArchive.Collection)]
public sealed class HttpTests(ServedArchive archive)
{
    private readonly HttpClient _client = archive.Client;

    [Theory]
    [InlineData("/api/patches/2216659/")]
    [InlineData("/api/patches/?per_page=3")]
    public async Task What_did_not_change_is_not_sent_again(string path)
    {
        using var first = await _client.GetAsync(path);
        using var second = await _client.GetAsync(path, "If-None-Match", first.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Another_version_is_another_content()
    {
        using var newest = await _client.GetAsync("/api/patches/2216659/");
        using var oldest = await _client.GetAsync("/api/1.0/patches/2216659/");

        Assert.NotEqual(newest.Headers.ETag, oldest.Headers.ETag);
    }

    [Fact]
    public async Task Compresses_for_those_who_take_it()
    {
        using var answer = await _client.GetAsync("/api/patches/?per_page=30", "Accept-Encoding", "gzip");

        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", string.Join(", ", answer.Headers.Vary), StringComparison.Ordinal);
        await using var text = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Equal(30, (await JsonNode.ParseAsync(text))!.AsArray().Count);
    }

    [Fact]
    public async Task A_client_of_XML_RPC_is_told_that_there_is_none()
    {
        using var call = new StringContent("<methodCall><methodName>patch_get</methodName></methodCall>");
        using var answer = await _client.PostAsync("/xmlrpc/", call);

        Assert.Equal("text/xml", answer.Content.Headers.ContentType?.MediaType);
        var fault = XDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Contains("backend = rest", fault.Descendants("string").Single().Value, StringComparison.Ordinal);
        // Whoever looks there with a browser is told, too.
        Assert.Equal(fault.ToString(), XDocument.Parse(await _client.GetStringAsync("/xmlrpc/")).ToString());
    }

    [Fact]
    public async Task HEAD_tells_what_GET_would()
    {
        using var get = await _client.GetAsync("/api/patches/?page=2");
        using var message = new HttpRequestMessage(HttpMethod.Head, "/api/patches/?page=2");
        using var head = await _client.SendAsync(message);

        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Headers.GetValues("Link"), head.Headers.GetValues("Link"));
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Scripts_of_any_site_may_read()
    {
        using var answer = await _client.GetAsync("/api/events/");
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        using var preflight = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/patches/"));
        Assert.Equal("GET, HEAD, OPTIONS", preflight.Headers.GetValues("Access-Control-Allow-Methods").Single());
    }

    [Theory]
    [InlineData("Token amara-token", 200)]
    [InlineData("token amara-token", 200)]
    [InlineData("Token nobody", 403)]
    [InlineData(null, 403)]
    public async Task People_are_shown_to_whom_the_server_knows(string? authorization, int status)
    {
        foreach (var path in new[] { "/api/people/", "/api/people/84116/", "/api/users/", "/api/users/1/" })
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, path);
            if (authorization is not null)
                message.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await _client.SendAsync(message);

            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal("private", answer.Headers.CacheControl?.ToString());
        }
    }

    [Theory]
    [InlineData("people", "Person List", "List users.")]
    [InlineData("users", "User List", "List users.")]
    public async Task OPTIONS_describes_a_list_as_Patchwork_does(string list, string name, string description)
    {
        using var message = new HttpRequestMessage(HttpMethod.Options, $"/api/{list}/");
        message.Headers.TryAddWithoutValidation("Authorization", "Token amara-token");
        using var answer = await _client.SendAsync(message);
        var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal(name, json["name"]!.GetValue<string>());
        Assert.Equal(description, json["description"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_refusal_is_for_its_caller_alone()
    {
        using var answer = await _client.GetAsync("/api/patches/", "Authorization", "Token nobody");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("private", answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task A_user_is_shown_without_settings_as_long_as_others_ask_the_server()
    {
        await using var served = await ServedArchive.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 30 },
            new BriefPatience(),
            ("Patchwork:Parallel", "1")
        );
        served.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Token", "lucia-token");
        // The server's answer to the credentials counts for a minute.
        await served.Client.GetStringAsync("/api/people/");
        await using var slot = await served.Deployment.Get<UpstreamSlots>().TakeAsync(default);

        var user = JsonNode.Parse(await served.Client.GetStringAsync("/api/users/2/").WaitAsync(Deadline.Span))!;

        Assert.Equal("lucia", (string?)user["username"]);
        Assert.Null(user["settings"]);
    }

    [Theory]
    [InlineData("/api/patches/?page=", 200)]
    [InlineData("/api/patches/?page=99999999999999999999", 404)]
    [InlineData("/api/patches/?page=2147483648&per_page=9223372036854775808", 404)]
    [InlineData("/api/patches/?q=%ff%fe%00%80&name=%c3%28", 200)]
    [InlineData("/api/patches/?state=%00&project=%ff", 200)]
    [InlineData("/api/patches/?q=%25%5f%5c'%22;DROP+TABLE+patch--", 200)]
    [InlineData("/api/patches/?order=id;DROP,(select+1)&hash='or'1'='1", 200)]
    [InlineData("/api/patches/?submitter=-1&delegate=99999999999999999999", 200)]
    [InlineData("/api/1.9/patches/", 404)]
    [InlineData("/api/0.9/patches/", 404)]
    [InlineData("/api/1.10/patches/", 404)]
    [InlineData("/api/patches/-1/", 404)]
    [InlineData("/api/patches/9223372036854775807/", 404)]
    [InlineData("/api/patches/2216659/checks/0/", 404)]
    [InlineData("/api/projects/%2e%2e%2f/", 404)]
    [InlineData("/api/events/?since=9999-12-31T23:59:59&before=0001-01-01", 200)]
    public async Task Bad_input_is_answered_as_Patchwork_does(string path, int status)
    {
        using var answer = await _client.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/series//497680/", "/api/series/497680/")]
    [InlineData("/api/series//497680", "/api/series/497680/")]
    [InlineData("/api//1.2//patches//?per_page=2", "/api/1.2/patches/?per_page=2")]
    public async Task Repeated_slashes_are_one_as_they_are_behind_nginx(string path, string same) =>
        Assert.Equal(await _client.GetStringAsync(same), await _client.GetStringAsync(path));

    [Fact]
    public async Task Many_and_long_parameters_are_no_trouble()
    {
        var repeated = string.Join('&', Enumerable.Range(0, 100).Select(at => $"submitter={80000 + at % 8}&state=new"));
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync($"/api/patches/?{repeated}")).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK,
            (await _client.GetAsync($"/api/patches/?q={new string('a', 7000)}")).StatusCode
        );
        var words = string.Join('+', Enumerable.Range(0, 1500));
        Assert.Equal("[]", await _client.GetStringAsync($"/api/patches/?q={words}"));
        var names = string.Join(',', Enumerable.Repeat("name,-date,state", 400));
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync($"/api/patches/?order={names}")).StatusCode);
        var dates = string.Join(',', Enumerable.Repeat("-date,date", 700));
        Assert.Equal(
            await _client.GetStringAsync("/api/patches/2170001/checks/?order=-date"),
            await _client.GetStringAsync($"/api/patches/2170001/checks/?order={dates}")
        );
        // The web server rejects a request line of this length, as Patchwork's does.
        Assert.Equal(
            HttpStatusCode.RequestUriTooLong,
            (await _client.GetAsync($"/api/patches/?q={new string('a', 64 << 10)}")).StatusCode
        );
    }

    [Theory]
    [InlineData("\"{0} {1}\"", true)]
    [InlineData("'{0} {1}',", true)]
    [InlineData("\"{1} {0}\"", false)]
    [InlineData("{1} \"{0}\"", true)]
    public async Task Words_in_quotes_are_searched_for_together(string query, bool isFound)
    {
        var name = (string)JsonNode.Parse(await _client.GetStringAsync("/api/patches/2216659/"))!["name"]!;
        var words = name.Split(' ')[^2..];
        var q = string.Format(System.Globalization.CultureInfo.InvariantCulture, query, words[0], words[1]);
        var found = JsonNode
            .Parse(await _client.GetStringAsync($"/api/patches/?per_page=250&q={Uri.EscapeDataString(q)}"))!
            .AsArray();

        Assert.Equal(isFound, found.Any(patch => (long)patch!["id"]! == 2216659));
    }

    [Fact]
    public async Task However_many_words_are_searched_for_each_must_be_there()
    {
        var name = ((string)JsonNode.Parse(await _client.GetStringAsync("/api/patches/2216659/"))!["name"]!).Replace(
            ',',
            ' '
        );
        var words = Enumerable
            .Range(1, 4)
            .SelectMany(length => Enumerable.Range(0, name.Length - length).Select(at => name.Substring(at, length)))
            .Where(word => !word.Contains(' '))
            .ToList();
        Assert.InRange(words.Distinct().Count(), 100, 1000);

        Assert.Contains(2216659, await FindAsync(words));
        Assert.Empty(await FindAsync([.. words, "nowhere"]));

        async Task<IEnumerable<long>> FindAsync(IEnumerable<string> asked) =>
            JsonNode
                .Parse(
                    await _client.GetStringAsync($"/api/patches/?q={Uri.EscapeDataString(string.Join(' ', asked))}")
                )!
                .AsArray()
                .Select(patch => (long)patch!["id"]!);
    }

    [Theory]
    [InlineData("", "*/*", "application/json")]
    [InlineData("", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("", "application/json;q=0.1, text/html", "application/json")]
    [InlineData("", "application/json; indent=4", "application/json")]
    [InlineData("", "text/*", "text/html")]
    [InlineData("", "image/png, */*", "application/json")]
    [InlineData("", "text/plain", null)]
    [InlineData("", "application/vnd.api+json", null)]
    [InlineData("?format=json", "text/html, */*", "application/json")]
    [InlineData("?format=json", "text/html", null)]
    [InlineData("?format=api", "application/json", null)]
    public async Task The_most_exact_of_the_accepted_types_decides(string query, string accept, string? type)
    {
        using var answer = await _client.GetAsync("/api/patches/2216659/" + query, "Accept", accept);

        Assert.Equal(type is null ? HttpStatusCode.NotAcceptable : HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type ?? "application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("application/json; indent=4", 4)]
    [InlineData("application/json;q=0.9;indent=\"1\"", 1)]
    [InlineData("text/html;q=0.1, */*; indent=2, application/json; indent=99", 8)]
    [InlineData("*/*; indent=2", 2)]
    [InlineData("*/*; indent=2, application/json", 0)]
    [InlineData("application/json; indent=-4", 0)]
    [InlineData("application/json; indent=four", 0)]
    public async Task JSON_is_indented_as_the_accepted_type_asks(string accept, int spaces)
    {
        using var answer = await _client.GetAsync("/api/patches/1/", "Accept", accept);

        Assert.Equal(
            spaces == 0
                ? """{"detail":"Not found."}"""
                : "{\n" + new string(' ', spaces) + "\"detail\": \"Not found.\"\n}",
            await answer.Content.ReadAsStringAsync()
        );
    }

    [Theory]
    [InlineData("PUT", "/api/projects/14/", 403)]
    [InlineData("PATCH", "/api/users/1/", 403)]
    [InlineData("POST", "/api/bundles/", 403)]
    [InlineData("DELETE", "/api/series/497680/", 405)]
    [InlineData("POST", "/api/events/", 405)]
    [InlineData("BREW", "/api/patches/", 405)]
    public async Task Methods_that_may_not_be_are_refused(string method, string path, int status)
    {
        using var answer = await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.NotEmpty(answer.Content.Headers.Allow);
    }
}
