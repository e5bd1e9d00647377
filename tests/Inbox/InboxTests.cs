using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Azure.Data.Tables;
using Hookwork.Archive.Resources;
using Hookwork.Tests.Api;
using Hookwork.Tests.Catalog;
using Hookwork.Tests.Ingest;
using MimeKit;

namespace Hookwork.Tests.Inbox;

/// <summary>The inboxes over HTTP, on the archived recording.</summary>
[Collection(ServedArchive.Collection)]
public sealed class InboxTests(ServedArchive archive) : IDisposable
{
    private const string Patch = "20260327025228.474257-5-zhenzhong.duan@intel.com";
    private const string Member = "20251201165500.1207556-2-dvolkov@nevahost.example";
    private const string Cover = "20251201165500.1207556-1-dvolkov@nevahost.example";
    private const string Inbox = "/inbox/qemu-devel/";
    private static readonly XNamespace s_atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace s_thread = "http://purl.org/syndication/thread/1.0";

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = archive.Client.BaseAddress,
    };

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Every_mail_is_there_as_it_was_sent()
    {
        var mails = await MboxAsync("/search?format=mbox");
        Assert.Equal(1046, mails.Count);
        foreach (var mail in mails.Where((_, index) => index % 7 == 0))
        {
            using var answer = await _client.GetAsync($"/inbox/all/{Uri.EscapeDataString(mail.MessageId!)}/raw");
            Assert.Equal("text/plain; charset=UTF-8", answer.Content.Headers.ContentType?.ToString());
            var raw = await answer.Content.ReadAsStringAsync();
            Assert.StartsWith("From mboxrd@z Thu Jan  1 00:00:00 1970\n", raw, StringComparison.Ordinal);
            Assert.DoesNotContain("\nX-Patchwork-", raw.Split("\n\n", 2)[0], StringComparison.Ordinal);
            Assert.Equal(mail.MessageId, MboxMails.Read(Encoding.UTF8.GetBytes(raw)).Single().MessageId);
        }
    }

    [Theory]
    [InlineData("/inbox/all/nobody@nowhere.example/raw")]
    [InlineData("/comment/1/")]
    [InlineData("/events/")]
    [InlineData("/events/stream")]
    public async Task The_catalogs_of_all_projects_are_opened_at_once(string path)
    {
        var wire = new Wire();
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var listings = 0;
        wire.Before = async (request, token) =>
        {
            // A catalog begins with a listing of its snapshots.
            if (
                !request.StartsWith("GET ", StringComparison.Ordinal)
                || !request.Contains("/catalog?", StringComparison.Ordinal)
            )
                return;
            if (Interlocked.Increment(ref listings) == 2)
                both.SetResult();
            await both.Task.WaitAsync(token);
        };
        await using var other = await Deployment.StartAsync(
            archive.Patchwork.Url,
            archive.Deployment.Storage,
            policy: wire
        );
        await using var server = await ServedDeployment.StartAsync(other);

        // The stream does not end.
        using var answer = await server.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false).AsTask().WaitAsync(Deadline.Span);

        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(listings, 2, int.MaxValue);
    }

    [Fact]
    public async Task A_thread_is_an_mbox_and_a_feed_of_the_same_mails()
    {
        var thread = await MboxAsync($"{Inbox}{Member}/t.mbox.gz");
        Assert.InRange(thread.Count, 2, 100);
        Assert.Equal(
            thread.OrderBy(mail => mail.Date).Select(mail => mail.MessageId),
            thread.Select(mail => mail.MessageId)
        );
        Assert.Contains(Member, thread.Select(mail => mail.MessageId));

        foreach (var member in thread)
        {
            var same = await MboxAsync($"/inbox/all/{InboxIdOf(member)}/t.mbox.gz");
            Assert.Equal(thread.Select(mail => mail.MessageId), same.Select(mail => mail.MessageId));
        }
        var feed = XDocument.Parse(await _client.GetStringAsync($"{Inbox}{Member}/t.atom")).Root!;
        Assert.Equal(thread.Count, feed.Elements(s_atom + "entry").Count());
        Assert.Equal(
            thread.Select(mail => $"{_client.BaseAddress}inbox/qemu-devel/{mail.MessageId}/"),
            feed.Elements(s_atom + "entry").Select(entry => entry.Element(s_atom + "link")!.Attribute("href")!.Value)
        );
        Assert.Equal(
            thread.Select(mail => mail.Subject),
            feed.Elements(s_atom + "entry").Select(entry => entry.Element(s_atom + "title")!.Value)
        );
    }

    [Fact]
    public async Task The_newest_mails_are_a_feed()
    {
        var feed = XDocument.Parse(await _client.GetStringAsync(Inbox + "new.atom")).Root!;
        var entries = feed.Elements(s_atom + "entry").ToList();

        Assert.Equal(25, entries.Count);
        Assert.All((string[])["id", "title", "updated"], name => Assert.NotNull(feed.Element(s_atom + name)));
        Assert.Distinct(entries.Select(entry => entry.Element(s_atom + "id")!.Value));
        Assert.All(
            entries,
            entry =>
            {
                foreach (var name in (string[])["id", "title", "updated", "author", "link", "content"])
                    Assert.Single(entry.Elements(s_atom + name));
                Assert.NotEmpty(entry.Element(s_atom + "author")!.Element(s_atom + "name")!.Value);
            }
        );
        var dates = entries.ConvertAll(entry => entry.Element(s_atom + "updated")!.Value);
        Assert.Equal(dates.OrderDescending(StringComparer.Ordinal), dates);
    }

    [Fact]
    public async Task A_search_gives_what_search_gives()
    {
        var hits = JsonNode.Parse(await _client.GetStringAsync("/search?q=s:virtio&project=qemu-devel&per_page=250"))!;
        using var post = await _client.PostAsync($"{Inbox}?q=s:virtio&x=m", null);
        Assert.Equal("application/gzip", post.Content.Headers.ContentType?.MediaType);
        var mails = MboxMails.ReadCompressed(await post.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            hits["hits"]!
                .AsArray()
                .Select(hit => ((string)hit!["msgid"]!).Trim('<', '>'))
                .Order(StringComparer.Ordinal),
            mails.Select(mail => mail.MessageId).Order(StringComparer.Ordinal)
        );

        using var threads = await _client.PostAsync($"{Inbox}?q=mid:{Member}&x=m&t=1", null);
        Assert.Equal(
            (await MboxAsync($"{Inbox}{Member}/t.mbox.gz"))
                .Select(mail => mail.MessageId)
                .Order(StringComparer.Ordinal),
            MboxMails
                .ReadCompressed(await threads.Content.ReadAsByteArrayAsync())
                .Select(mail => mail.MessageId)
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(25, (await FeedAsync($"{Inbox}?q=s:virtio&x=A&l=25")).Count);
    }

    [Fact]
    public async Task A_feed_of_hits_has_as_many_as_on_lore()
    {
        var first = await FeedAsync($"{Inbox}?x=A&q=is:patch&o=0");
        var second = await FeedAsync($"{Inbox}?x=A&q=is:patch&o=200");

        Assert.Equal(200, first.Count);
        Assert.NotEmpty(second);
        Assert.Distinct(first.Concat(second).Select(entry => entry.Element(s_atom + "id")!.Value));
    }

    [Fact]
    public async Task A_reply_in_a_feed_of_hits_names_what_it_replies_to()
    {
        var hits = await FeedAsync($"{Inbox}?x=A&q=mid:{Member}+OR+mid:{Cover}");

        Assert.Equal(2, hits.Count);
        var reply = Assert.Single(hits.Elements(s_thread + "in-reply-to"));
        Assert.EndsWith($"{Inbox}{Cover}/", reply.Attribute("href")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_posted_to_a_mail_is_of_its_thread()
    {
        using var all = await _client.PostAsync($"{Inbox}{Member}/?q=rt:..&x=m", null);
        Assert.Equal(
            (await MboxAsync($"{Inbox}{Member}/t.mbox.gz"))
                .Select(mail => mail.MessageId)
                .Order(StringComparer.Ordinal),
            MboxMails
                .ReadCompressed(await all.Content.ReadAsByteArrayAsync())
                .Select(mail => mail.MessageId)
                .Order(StringComparer.Ordinal)
        );

        using var one = await _client.PostAsync($"{Inbox}{Member}/?q=mid:{Member}+OR+mid:{Patch}&x=m", null);
        Assert.Equal(Member, MboxMails.ReadCompressed(await one.Content.ReadAsByteArrayAsync()).Single().MessageId);
    }

    [Fact]
    public async Task A_bad_query_is_repeated_in_its_own_letters()
    {
        using var answer = await _client.GetAsync($"{Inbox}?q=s:virtio&x=A&order=%C3%BC");

        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Contains("'ü'", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", Inbox + "?q=s:nothingofthekind&x=m", 404, "No results found")]
    [InlineData("POST", Inbox + "nobody@nowhere/?q=rt:..&x=m", 404, "No results found")]
    [InlineData("POST", Inbox + "?q=s:(&x=m", 400, "Bad query")]
    [InlineData("GET", Inbox + "nobody@nowhere/raw", 404, "not found")]
    [InlineData("GET", Inbox + "nobody@nowhere/t.mbox.gz", 404, "not found")]
    [InlineData("GET", Inbox + "nobody@nowhere/t.atom", 404, "not found")]
    [InlineData("GET", "/inbox/nosuch/" + Patch + "/raw", 404, "Not Found")]
    [InlineData("GET", Inbox + "info/refs?service=git-upload-pack", 404, "no Git repository")]
    [InlineData("GET", Inbox + "0/info/refs?service=git-upload-pack", 404, "no Git repository")]
    [InlineData("GET", Inbox + "manifest.js.gz", 404, "no Git repository")]
    [InlineData("POST", Inbox + "git-upload-pack", 404, "no Git repository")]
    [InlineData("GET", "/r/", 404, "")]
    [InlineData("GET", Inbox + "_/text/help/", 200, "lei q --only")]
    [InlineData("GET", Inbox + "_/text/config/raw", 200, "listid = \"qemu-devel.nongnu.org\"")]
    [InlineData("GET", "/inbox/all/_/text/config/raw", 200, "[publicinbox \"all\"]")]
    public async Task Other_requests_get_a_clear_answer(string method, string path, int status, string text)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/r/" + Patch, "{base}inbox/all/" + Patch + "/")]
    [InlineData("/r/" + Patch + "/", "{base}inbox/all/" + Patch + "/")]
    [InlineData("/r/" + Patch + "/t.mbox.gz", "{base}inbox/all/" + Patch + "/t.mbox.gz")]
    [InlineData("/r/" + Patch + "/T/", "{base}inbox/all/" + Patch + "/T/")]
    [InlineData("/r/a%2Fb@c/raw", "{base}inbox/all/a%2Fb@c/raw")]
    [InlineData("/inbox/" + Patch, "{base}inbox/all/" + Patch + "/")]
    [InlineData("/inbox/" + Patch + "/t.mbox.gz", "{base}inbox/all/" + Patch + "/t.mbox.gz")]
    [InlineData("/inbox/a%2Fb@c", "{base}inbox/all/a%2Fb@c/")]
    [InlineData("/inbox/a/b@c/", "{base}inbox/all/a%2Fb@c/")]
    [InlineData(Inbox + Patch, "{base}inbox/qemu-devel/" + Patch + "/")]
    [InlineData(Inbox + Patch + "/T", "{base}inbox/qemu-devel/" + Patch + "/T/")]
    [InlineData(Inbox + Patch + "/", "/project/qemu-devel/patch/" + Patch + "/")]
    [InlineData(Inbox + Patch + "/t/", "/project/qemu-devel/thread/" + Patch + "/")]
    [InlineData(Inbox + Patch + "/T/", "/project/qemu-devel/thread/" + Patch + "/?view=flat")]
    [InlineData("/inbox/qemu-devel", "{base}inbox/qemu-devel/")]
    [InlineData(Inbox, "/project/qemu-devel/list/")]
    [InlineData("/inbox/14/", "/project/qemu-devel/list/")]
    [InlineData("/inbox/QEMU-devel/", "/project/qemu-devel/list/")]
    [InlineData("/inbox/all/", "/")]
    public async Task Addresses_lead_where_those_of_lore_lead(string path, string location)
    {
        using var answer = await BrowseAsync(path);

        Assert.InRange((int)answer.StatusCode, 301, 302);
        Assert.Equal(
            location.Replace("{base}", _client.BaseAddress!.ToString(), StringComparison.Ordinal),
            answer.Headers.Location!.OriginalString
        );
    }

    [Theory]
    [InlineData("/r/")]
    [InlineData("/inbox/")]
    public async Task B4_searches_at_what_stands_before_the_Message_ID_of_an_address(string before)
    {
        using var answer = await _client.PostAsync($"{before}?x=m&t=1&q=mid:{Member}", null);

        // b4 asks again by POST.
        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        using var found = await _client.PostAsync(answer.Headers.Location, null);
        Assert.Equal(
            (await MboxAsync($"{Inbox}{Member}/t.mbox.gz")).Count,
            MboxMails.ReadCompressed(await found.Content.ReadAsByteArrayAsync()).Count
        );
    }

    [Theory]
    [InlineData("/r/")]
    [InlineData("/inbox/")]
    public async Task A_search_in_a_thread_is_led_there_with_its_query(string before)
    {
        foreach (var (method, status) in new[] { (HttpMethod.Post, 307), (HttpMethod.Get, 302) })
        {
            using var request = new HttpRequestMessage(method, $"{before}{Member}/?x=m&q=rt:..");
            using var answer = await _client.SendAsync(request);

            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal(
                $"{_client.BaseAddress}inbox/all/{Member}/?x=m&q=rt:..",
                answer.Headers.Location!.OriginalString
            );
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_client_that_is_no_browser_gets_the_mail_and_not_its_page(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{Inbox}{Patch}/");
        request.Headers.Add("Accept", "*/*");
        using var answer = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Accept", answer.Headers.Vary);
        if (method == "GET")
            Assert.Equal(await _client.GetStringAsync($"{Inbox}{Patch}/raw"), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_comment_leads_to_what_it_is_on()
    {
        foreach (var (kind, query) in new[] { ("patch", "is:comment"), ("cover", "is:comment has:cover") })
        {
            var hits = JsonNode.Parse(await _client.GetStringAsync($"/search?q={query}&per_page=250"))![
                "hits"
            ]!.AsArray();
            var hit = hits.First(hit => hit![kind] is not null)!;
            using var answer = await BrowseAsync($"/inbox/all/{((string)hit["msgid"]!).Trim('<', '>')}/");

            Assert.Equal(
                new Uri((string)hit["links"]!["web"]!).PathAndQuery + $"#{hit["id"]}",
                answer.Headers.Location!.OriginalString
            );
            Assert.Contains($"/{kind}/", answer.Headers.Location.OriginalString, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_a_bad_request()
    {
        foreach (var path in (string[])[$"{Inbox}?q=s:virtio&x=m", "/search?q=s:virtio&x=m"])
        {
            using var form = new StringContent(string.Join('&', Enumerable.Range(0, 5_000).Select(key => $"k{key}=v")));
            form.Headers.ContentType = new("application/x-www-form-urlencoded");
            using var answer = await _client.PostAsync(path, form);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("a%2Fb@c")]
    [InlineData("a/b@c")]
    [InlineData("per%25cent@c")]
    [InlineData("%25%32%46@c")]
    [InlineData("a%20b@c")]
    [InlineData("%00%01%7F@c")]
    [InlineData("%E4%B8%AD@c")]
    [InlineData("%FF%FE@c")]
    [InlineData("'\"%3C%3E@c")]
    [InlineData("..@c")]
    [InlineData("{long}")]
    public async Task Any_Message_ID_may_be_asked_for(string messageId)
    {
        var asked = messageId.Replace("{long}", new string('x', 7_000), StringComparison.Ordinal);
        foreach (var part in (string[])["raw", "t.mbox.gz", "t.atom", "T/", "t/", ""])
        {
            using var answer = await _client.GetAsync($"{Inbox}{asked}/{part}");
            Assert.True(
                answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest,
                $"{part}: {answer.StatusCode}"
            );
        }
    }

    [Fact]
    public async Task An_archive_without_projects_leads_nowhere()
    {
        await using var empty = await Deployment.StartAsync(archive.Patchwork.Url);
        await foreach (var project in empty.Archive.Projects.QueryAsync<TableEntity>())
            await empty.Archive.Projects.DeleteEntityAsync(project.PartitionKey, project.RowKey);
        empty.Get<ProjectNames>().Forget();
        await using var server = await ServedDeployment.StartAsync(empty);

        // This client follows fifty redirects.
        using var answer = await server.Client.GetAsync($"/r/{Patch}/");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private Task<HttpResponseMessage> BrowseAsync(string path) => _client.GetAsync(path, "Accept", "text/html");

    private static string InboxIdOf(MimeMessage mail) => Uri.EscapeDataString(mail.MessageId!);

    private async Task<List<XElement>> FeedAsync(string path) =>
        [.. XDocument.Parse(await _client.GetStringAsync(path)).Root!.Elements(s_atom + "entry")];

    private async Task<List<MimeMessage>> MboxAsync(string path) =>
        MboxMails.ReadCompressed(await _client.GetByteArrayAsync(path));
}
