using System.Net;
using Hookwork.Tests.Api;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Site.Threads;

/// <summary>The threads of the recording.</summary>
[Collection(ServedArchive.Collection)]
public sealed class ThreadPageTests(ServedArchive archive)
{
    private const string Cover = "20251201165500.1207556-1-dvolkov@nevahost.example";

    [Theory]
    [InlineData(Cover)]
    [InlineData("20251201165500.1207556-3-dvolkov@nevahost.example")]
    [InlineData("3a6b61ff82d8809b815f09@mail.lagoslabs.example")]
    public async Task A_thread_has_every_mail_of_it_whichever_names_it(string messageId)
    {
        var page = await archive.Client.PageAsync($"/project/qemu-devel/thread/{messageId}/");
        var patches = Exchanges
            .Read("patches")
            .Where(patch => patch["series"]!.AsArray().Any(series => (long)series!["id"]! == 484000))
            .Select(patch => (long)patch["id"]!)
            .ToList();
        var comments = Exchanges
            .Read("patch-comments")
            .Where(row => patches.Contains((long)row["patch"]!))
            .SelectMany(row => row["comments"]!.AsArray())
            .Select(comment => $"patch-comment-{comment!["id"]}");
        var covers = Exchanges
            .Read("cover-comments")
            .Where(row => (long)row["cover"]! == 2160000)
            .SelectMany(row => row["comments"]!.AsArray())
            .Select(comment => $"cover-comment-{comment!["id"]}");

        Assert.Equal(
            patches
                .Select(patch => $"patch-{patch}")
                .Append("cover-2160000")
                .Concat(comments)
                .Concat(covers)
                .Order(StringComparer.Ordinal),
            page.QuerySelectorAll("article").Select(mail => mail.Id!).Order(StringComparer.Ordinal)
        );
        Assert.Single(page.QuerySelectorAll("article[aria-current]"));
    }

    [Fact]
    public async Task Crawlers_do_not_read_a_thread_once_for_each_of_its_mails()
    {
        Assert.Contains("Disallow: /*/thread/", (await archive.Client.GetStringAsync("/robots.txt")).Split('\n'));
    }

    [Fact]
    public async Task Mails_are_below_what_they_answer()
    {
        var page = await archive.Client.PageAsync($"/project/qemu-devel/thread/{Cover}/");
        var mails = page.QuerySelectorAll("article").ToList();

        Assert.Equal("cover-2160000", mails[0].Id);
        Assert.Contains("d0", mails[0].ClassList);
        Assert.All(
            mails.Where(mail => mail.Id!.StartsWith("patch-2", StringComparison.Ordinal)),
            mail => Assert.Contains("d1", mail.ClassList)
        );
        var question = page.GetElementById("patch-comment-3600000")!;
        var answer = page.GetElementById("patch-comment-3600001")!;
        Assert.Contains("d2", question.ClassList);
        Assert.Contains("d3", answer.ClassList);
        Assert.Same(answer, question.NextElementSibling);
        Assert.Contains(answer.QuerySelectorAll("a"), link => link.GetAttribute("href") == "#patch-comment-3600000");
    }

    [Fact]
    public async Task A_flat_thread_is_by_date()
    {
        var page = await archive.Client.PageAsync($"/project/qemu-devel/thread/{Cover}/?view=flat");
        var dates = page.QuerySelectorAll("article time").Select(time => time.GetAttribute("datetime")!).ToList();

        Assert.True(dates.Count > 6);
        Assert.Equal(dates.Order(StringComparer.Ordinal), dates);
        Assert.Empty(page.QuerySelectorAll(".d1"));
    }

    [Fact]
    public async Task Each_mail_links_to_its_page()
    {
        var page = await archive.Client.PageAsync($"/project/qemu-devel/thread/{Cover}/");

        foreach (var link in page.QuerySelectorAll("article h2 a"))
        {
            var address = link.GetAttribute("href")!.Split('#');
            var target = await archive.Client.PageAsync(address[0]);
            if (address.Length > 1)
                Assert.NotNull(target.GetElementById(address[1]));
        }
    }

    [Theory]
    [InlineData("/project/qemu-devel/thread/nobody@nowhere/")]
    [InlineData("/project/nosuch/thread/nobody@nowhere/")]
    [InlineData("/project/qemu-devel/thread/")]
    public async Task An_unknown_thread_is_a_page_that_says_so(string path)
    {
        using var answer = await archive.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
