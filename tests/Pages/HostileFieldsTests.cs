using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Hookwork.Recorded;

namespace Hookwork.Tests.Pages;

/// <summary>
/// Every page of an archive in which every text of every resource is markup: nothing of it becomes an element, an
/// attribute or an address that a browser runs.
/// </summary>
public sealed class HostileFieldsTests(HostileFieldsTests.Server server) : IClassFixture<HostileFieldsTests.Server>
{
    private const int MostPages = 400;
    private static readonly string[] s_start =
    [
        "/",
        "/events/",
        "/search?q=&format=html",
        "/api/?format=api",
        "/status",
    ];

    /// <summary>Fields that name a resource or a time, or whose values the server itself chooses.</summary>
    private static readonly string[] s_kept =
    [
        "url",
        "date",
        "msgid",
        "hash",
        "mbox",
        "link_name",
        "category",
        "state",
        "check",
        "checks",
        "comments",
        "web_url",
        "list_id",
        "diff",
    ];

    private static readonly string[] s_markup =
    [
        "<xss-probe onclick=alert(1)>",
        "</script><script>xssProbe()</script>",
        "</pre></textarea></title><xss-probe>",
        "\"><img src=x onerror=xssProbe()>",
        "' onfocus=xssProbe() autofocus x='",
        "<!--<xss-probe>",
        "]]><xss-probe/>",
        "<svg onload=xssProbe()>",
        "<style>*{display:none}</style>",
        "{{7*7}}@(7*7)",
        "&lt;xss-probe&gt;",
        "\u202e<xss-probe>\u0000".Replace("\0", "", StringComparison.Ordinal),
    ];

    [Fact]
    public async Task No_field_becomes_markup_on_any_page_that_links_lead_to()
    {
        var (seen, next) = (new HashSet<string>(s_start, StringComparer.Ordinal), new Queue<string>(s_start));
        var (pages, marked) = (0, 0);
        while (next.TryDequeue(out var address) && pages < MostPages)
        {
            using var answer = await server.Client.GetAsync(address, "Accept", "text/html");
            Assert.True((int)answer.StatusCode < 500, $"{address} is answered by {answer.StatusCode}");
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            pages++;
            var text = await answer.Content.ReadAsStringAsync();
            var page = new HtmlParser().ParseDocument(text);
            marked += text.Contains("xss-probe", StringComparison.Ordinal) ? 1 : 0;
            CheckHeaders(address, answer);
            foreach (var element in page.All)
                CheckElement(address, element);
            foreach (
                var link in page.QuerySelectorAll("a[href]")
                    .Select(link => link.GetAttribute("href")!.Split('#')[0])
                    .Where(link => link.StartsWith('/') && !link.EndsWith("/mbox/", StringComparison.Ordinal))
            )
            {
                if (seen.Add(link))
                    next.Enqueue(link);
            }
        }
        Assert.InRange(pages, 60, MostPages);
        Assert.InRange(marked, 50, MostPages);
    }

    private static void CheckHeaders(string address, HttpResponseMessage answer)
    {
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        foreach (
            var part in new[]
            {
                "default-src 'none'",
                "frame-ancestors 'none'",
                "base-uri 'none'",
                "form-action 'self'",
            }
        )
            Assert.Contains(part, policy, StringComparison.Ordinal);
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(
            answer.StatusCode != HttpStatusCode.OK
                || answer.Headers.ETag is not null
                || answer.Headers.CacheControl!.NoStore,
            $"{address} has no ETag"
        );
    }

    private static void CheckElement(string address, IElement element)
    {
        var where = $"{address}: {element.OuterHtml[..Math.Min(200, element.OuterHtml.Length)]}";
        Assert.False(
            element.LocalName is "xss-probe" or "img" or "style" or "iframe" or "object" or "embed" or "base",
            where
        );
        if (element is IHtmlScriptElement script)
            Assert.True(
                script.Source!.StartsWith("/assets/", StringComparison.Ordinal) && script.Text.Length == 0,
                where
            );
        foreach (var attribute in element.Attributes)
        {
            Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase), where);
            Assert.NotEqual("style", attribute.Name);
            Assert.NotEqual("autofocus", attribute.Name);
            if (attribute.Name is "href" or "src" or "action" or "formaction" or "data-stream")
                Assert.Matches("^(/|#|[?]|https?://|$)", attribute.Value);
        }
    }

    /// <summary>The mirror of a server with hostile texts.</summary>
    public sealed class Server() : Tests.Ingest.ServedFixture(120, ("Hookwork:HoldEvents", "00:00:00"))
    {
        protected override void Edit(Administration administration)
        {
            var count = 0;
            administration.EditTexts(
                (field, value) =>
                    s_kept.Contains(field, StringComparer.Ordinal) ? value
                    : field.EndsWith("_url", StringComparison.Ordinal) ? "javascript:xssProbe()//\"><xss-probe>"
                    : field is "email" ? $"{count++}<xss-probe>{value}"
                    : $"{s_markup[count++ % s_markup.Length]}<xss-probe> {value}"
            );
        }
    }
}
