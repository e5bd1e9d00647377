using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hookwork.Recorded;
using Hookwork.Tests.Api;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Pages;
using Hookwork.Tests.Site;
using MimeKit;

namespace Hookwork.Tests.Search;

/// <summary>
/// GET /search over HTTP, on the archived recording: the form of the response. SearchTableTests covers the matches.
/// </summary>
[Collection(ServedArchive.Collection)]
public sealed class SearchTests(ServedArchive archive)
{
    private const int Mails = 1046;

    [Fact]
    public async Task Shows_of_each_hit_what_a_reader_needs()
    {
        var hit = (await SearchAsync("q=mid:20260327025228.474257-5-zhenzhong.duan@intel.com"))["hits"]!
            .AsArray()
            .Single()!;

        Assert.Equal("patch", (string?)hit["kind"]);
        Assert.Equal(2216659, (long?)hit["id"]);
        Assert.Equal("qemu-devel", (string?)hit["project"]);
        Assert.Equal("[4/5] intel_iommu_accel: Accept PRQ response for passthrough device", (string?)hit["subject"]);
        Assert.Equal("zhenzhong.duan@intel.com", (string?)hit["submitter"]!["email"]);
        Assert.Equal("2026-03-27T02:52:26", (string?)hit["date"]);
        Assert.Equal("new", (string?)hit["state"]);
        Assert.Equal(497680, (long?)hit["series"]![0]!["id"]);
        foreach (var link in new[] { "api", "mbox" })
        {
            using var answer = await archive.Client.GetAsync((string?)hit["links"]![link]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Marks_the_matches_in_snippets_and_escapes_the_rest()
    {
        var hits = (await SearchAsync("q=nq:virtio&per_page=25"))["hits"]!.AsArray();
        Assert.NotEmpty(hits);
        Assert.All(hits, hit => Assert.Contains("<mark>", (string?)hit!["snippet"], StringComparison.Ordinal));

        var hostile = (await SearchAsync("q=\"script alert\"&per_page=250"))["hits"]!.AsArray();
        Assert.NotEmpty(hostile);
        Assert.All(
            hostile,
            hit => Assert.DoesNotContain("<script", (string?)hit!["snippet"], StringComparison.OrdinalIgnoreCase)
        );
    }

    [Theory]
    [InlineData("date")]
    [InlineData("relevance")]
    public async Task Pages_show_each_hit_once_in_order(string order)
    {
        List<string> seen = [];
        List<string> dates = [];
        for (var address = $"/search?q=virtio&per_page=30&order={order}"; address is not null; )
        {
            var page = (await archive.Client.GetFromJsonAsync<JsonObject>(address))!;
            seen.AddRange(page["hits"]!.AsArray().Select(hit => $"{hit!["kind"]} {hit["id"]} {hit["patch"]}"));
            dates.AddRange(page["hits"]!.AsArray().Select(hit => (string)hit!["date"]!));
            Assert.True(seen.Count <= (long?)page["total"]);
            if (page["next"] is null)
                Assert.Equal((long?)page["total"], seen.Count);
            address = (string?)page["next"];
        }
        Assert.Distinct(seen);
        Assert.True(seen.Count > 60);
        if (order == "date")
            Assert.Equal(dates.OrderDescending(StringComparer.Ordinal), dates);
    }

    [Fact]
    public async Task Searches_the_projects_it_is_asked_to()
    {
        var both = await SearchAsync("q=virtio");
        var one = await SearchAsync("q=virtio&project=uboot");
        Assert.Equal((long?)both["projects"]!["uboot"], (long?)one["total"]);
        Assert.Equal((long?)both["total"], (long?)(await SearchAsync("q=virtio&project=18,qemu-devel"))["total"]);
        Assert.Equal((long?)one["total"], (long?)(await SearchAsync("q=virtio p:uboot"))["total"]);
    }

    [Fact]
    public async Task Facets_add_up()
    {
        var answer = await SearchAsync("q=virtio&facets=1");
        var facets = answer["facets"]!;
        Assert.Equal((long?)answer["total"], facets["months"]!.AsArray().Sum(month => (long)month!["count"]!));
        Assert.NotEmpty(facets["states"]!.AsArray());
        foreach (var state in facets["states"]!.AsArray())
            Assert.Equal(
                (long?)state!["count"],
                (long?)(await SearchAsync($"q=virtio state:{state["value"]}"))["total"]
            );
        foreach (var month in facets["months"]!.AsArray())
            Assert.Equal((long?)month!["count"], (long?)(await SearchAsync($"q=virtio d:{month["value"]}"))["total"]);
    }

    [Fact]
    public async Task A_mail_with_a_date_in_the_future_leaves_the_chart_to_the_months_of_the_others()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 9);
        patchwork.Administration.EditPatch(2170000, "date", "2099-01-01T00:00:00");
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        await using var server = await ServedDeployment.StartAsync(deployment);

        var page = await server.Client.GetPageAsync("/search?q=is:patch&format=html");

        Assert.Equal("2025-12", page.QuerySelector("aside .scale span")?.TextContent);
    }

    [Fact]
    public async Task A_sender_without_a_name_is_called_by_the_address()
    {
        const string Sender = "dvolkov@nevahost.example";
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 9);
        patchwork.Administration.RenamePerson(80000, "");
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        await using var server = await ServedDeployment.StartAsync(deployment);

        var page = await server.Client.GetPageAsync("/search?q=is:patch&format=html");
        var feed = XDocument.Parse(await server.Client.GetStringAsync("/search?q=is:patch&format=atom"));

        Assert.Contains(Sender, page.QuerySelectorAll("aside a").Select(link => link.TextContent));
        Assert.Contains(
            Sender,
            feed.Descendants().Where(element => element.Name.LocalName == "name").Select(element => element.Value)
        );
    }

    [Fact]
    public async Task Gives_every_hit_as_a_mail()
    {
        using var answer = await archive.Client.GetAsync("/search?format=mbox");
        Assert.Equal("application/gzip", answer.Content.Headers.ContentType?.MediaType);
        await using var mbox = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var content = new MemoryStream();
        await mbox.CopyToAsync(content);
        content.Position = 0;

        var parser = new MimeParser(content, MimeFormat.Mbox);
        List<string> ids = [];
        while (!parser.IsEndOfStream)
            ids.Add((await parser.ParseMessageAsync()).MessageId!);
        Assert.Equal(Mails, ids.Count);
        Assert.DoesNotContain(null, ids);
    }

    [Fact]
    public async Task An_mbox_of_no_hits_is_a_404_and_no_link_leads_to_it()
    {
        using var answer = await archive.Client.GetAsync("/search?q=s:nothingofthekind&format=mbox");
        var page = await archive.Client.GetPageAsync("/search?q=s:nothingofthekind&format=html");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("No results found\n", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["Atom", "JSON"], page.Texts(".summary a"));
    }

    [Theory]
    [InlineData("GET", "q=virtio&x=A", "application/atom+xml")]
    [InlineData("GET", "q=virtio&x=m", "application/gzip")]
    [InlineData("POST", "q=virtio&x=m", "application/gzip")]
    [InlineData("GET", "q=virtio&x=t", "application/json")]
    [InlineData("GET", "q=virtio&x=A&format=json", "application/json")]
    public async Task Takes_the_addresses_of_lore(string method, string parameters, string type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/search?{parameters}");
        if (method == "POST")
            request.Content = new FormUrlEncodedContent([new("z", "results only")]);
        using var answer = await archive.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Gives_whole_threads()
    {
        const string One = "mid:20251216032800.8351599-2-zoltan.kovari@dunavm.example";
        var series = await SearchAsync("q=series:484011&per_page=250");
        var threads = await SearchAsync($"q={One}&t=1&per_page=250");

        Assert.True((long?)series["total"] > 1);
        Assert.Equal(Ids(series), Ids(threads));
        Assert.Equal(1, (long?)(await SearchAsync($"q={One}&t=0"))["total"]);
        Assert.Equal(0, (long?)(await SearchAsync("q=mid:nobody@nowhere.example&t=1"))["total"]);
        using var form = new FormUrlEncodedContent([new("x", "full threads")]);
        using var mbox = await archive.Client.PostAsync($"/search?q={One}&x=m", form);
        await using var mails = new GZipStream(await mbox.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var content = new MemoryStream();
        await mails.CopyToAsync(content);
        content.Position = 0;
        var (parser, count) = (new MimeParser(content, MimeFormat.Mbox), 0);
        for (; !parser.IsEndOfStream; count++)
            await parser.ParseMessageAsync();
        Assert.Equal((long?)series["total"], count);
    }

    [Fact]
    public async Task A_query_of_spaces_is_narrowed_as_none_is()
    {
        var page = await archive.Client.GetStringAsync("/search?q=%20&format=html");

        Assert.Contains("q=state%3A", page, StringComparison.Ordinal);
        Assert.DoesNotContain("AND%20state%3A", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Skips_hits_by_the_offset_of_lore()
    {
        var all = Ids(await SearchAsync("q=virtio&per_page=250"), sorted: false);
        var total = (int)(long)(await SearchAsync("q=virtio"))["total"]!;

        Assert.Equal(all[7..17], Ids(await SearchAsync("q=virtio&o=7&l=10"), sorted: false));
        var next = (string?)(await SearchAsync("q=virtio&o=7&l=10"))["next"];
        Assert.Equal(all[17..27], Ids((await archive.Client.GetFromJsonAsync<JsonObject>(next))!, sorted: false));
        var oldest = Ids(await SearchAsync($"q=virtio&page={total}&per_page=1"), sorted: false);
        Assert.Equal(oldest, Ids(await SearchAsync("q=virtio&o=-1&l=1"), sorted: false));
        Assert.Equal(
            Ids(await SearchAsync($"q=virtio&page={total - 2}&per_page=1"), sorted: false),
            Ids(await SearchAsync("q=virtio&o=-3&l=1"), sorted: false)
        );
        Assert.Equal(
            Ids(await SearchAsync("q=virtio&order=relevance"), sorted: false),
            Ids(await SearchAsync("q=virtio&r"), sorted: false)
        );
        Assert.Equal(
            Ids(await SearchAsync("q=virtio&r&o=3&l=10"), sorted: false),
            Ids(await SearchAsync("q=virtio&r&o=-4&l=10"), sorted: false)
        );
    }

    [Theory]
    [InlineData("is:patch")]
    [InlineData("is:cover")]
    [InlineData("is:comment p:qemu-devel")]
    [InlineData("is:comment p:uboot")]
    [InlineData("is:pull")]
    public async Task No_link_of_a_hit_has_brackets(string query)
    {
        var hits = (await SearchAsync($"q={query}&per_page=250"))["hits"]!.AsArray();
        Assert.NotEmpty(hits);
        Assert.All(
            hits.SelectMany(hit => hit!["links"]!.AsObject()),
            link => Assert.DoesNotContain("%3", (string?)link.Value ?? "", StringComparison.Ordinal)
        );
        using var page = await archive.Client.GetAsync(((string?)hits[0]!["links"]!["web"])!.Split('#')[0]);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var feed = await archive.Client.GetStringAsync($"/search?q={query}&x=A");
        Assert.DoesNotContain("%3C", feed.Split("<entry>", 2)[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_a_feed()
    {
        var feed = XDocument.Parse(await archive.Client.GetStringAsync("/search?q=virtio&format=atom"));
        XNamespace atom = "http://www.w3.org/2005/Atom";
        Assert.Equal(25, feed.Root!.Elements(atom + "entry").Count());
        Assert.Distinct(feed.Root.Elements(atom + "entry").Select(entry => entry.Element(atom + "id")!.Value));
        // Lines of code stay lines.
        Assert.All(
            feed.Root.Descendants(atom + "summary"),
            summary => Assert.StartsWith("<pre>", summary.Value, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_browser_gets_a_page()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/search?q=\"script alert\" OR <b>");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        using var answer = await archive.Client.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(
            "default-src 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.Contains("value=\"&quot;script alert&quot; OR &lt;b&gt;\"", page, StringComparison.Ordinal);
        Assert.Contains(
            "<mark>script</mark>",
            page.Replace("<mark>script&gt;alert</mark>", "<mark>script</mark>", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<script", OwnScript.Without(page), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        var style = System.Text.RegularExpressions.Regex.Match(page, "href=\"(/assets/[^\"]+[.]css)\"").Groups[1].Value;
        Assert.Equal("text/css", (await archive.Client.GetAsync(style)).Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("q=s:(virtio", "Column 3: unclosed parenthesis; a ) is expected", 3)]
    [InlineData("q=d:yesterweek", null, 3)]
    [InlineData("q=virtio%20rtt:20200101..", null, 8)]
    [InlineData("o=many", "o is 'many': give a number from -10000 to 10000.", null)]
    [InlineData("x=z", "x is 'z': give A for Atom, m for an mbox, or t for a page.", null)]
    [InlineData("order=age", "order is 'age': give date or relevance.", null)]
    [InlineData("page=0", "page is '0': give a number from 1 to 10000.", null)]
    [InlineData("per_page=9999", "per_page is '9999': give a number from 1 to 250.", null)]
    [InlineData(
        "page=401&per_page=25",
        "page and per_page reach beyond hit 10000: narrow the query, or take format=mbox.",
        null
    )]
    [InlineData("format=pdf", "format is 'pdf': give json, html, atom or mbox.", null)]
    [InlineData("project=linux", "There is no project 'linux': give one of qemu-devel, uboot.", null)]
    public async Task Says_what_is_wrong_with_a_request(string parameters, string? detail, int? column)
    {
        using var answer = await archive.Client.GetAsync($"/search?{parameters}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        if (detail is not null)
            Assert.Equal(detail, (string?)problem["detail"]);
        Assert.Equal(column, (int?)problem["column"]);
    }

    [Fact]
    public async Task A_query_that_is_corrected_is_asked_of_the_same_project_in_the_same_order()
    {
        using var answer = await archive.Client.GetAsync(
            "/search?q=s:(virtio&project=qemu-devel&order=relevance&format=html"
        );
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("name=\"project\" value=\"qemu-devel\"", page, StringComparison.Ordinal);
        Assert.Contains("name=\"order\" value=\"relevance\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_in_one_project_leads_to_the_same_in_all()
    {
        var page = await archive.Client.GetPageAsync("/search?q=virtio&project=uboot&page=2&per_page=5&format=html");

        Assert.Equal("/search?q=virtio&per_page=5&format=html", page.Link("Search all projects"));
    }

    [Fact]
    public async Task A_form_that_ends_early_cannot_be_read()
    {
        using var form = new StringContent("--b");
        form.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "b") } };
        using var answer = await archive.Client.PostAsync("/search?q=virtio&x=m", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_of_more_than_64_KiB_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("x", "full threads"), new("y", new string('y', 64 << 10))]);
        using var answer = await archive.Client.PostAsync("/search?q=virtio&x=m", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("64 KiB", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static List<string> Ids(JsonObject answer, bool sorted = true)
    {
        var ids = answer["hits"]!.AsArray().Select(hit => $"{hit!["kind"]} {hit["id"]} {hit["patch"]}");
        return [.. sorted ? ids.Order(StringComparer.Ordinal) : ids];
    }

    private async Task<JsonObject> SearchAsync(string parameters) =>
        (await archive.Client.GetFromJsonAsync<JsonObject>($"/search?{parameters}"))!;
}
