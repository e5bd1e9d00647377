using System.Net;
using AngleSharp.Dom;

namespace Hookwork.Tests.Site.Mails;

/// <summary>Pages of a patch that is reviewed line by line, of a hostile one, and of a large one.</summary>
public sealed class ReviewPageTests(ReviewedPatch server) : IClassFixture<ReviewedPatch>
{
    [Fact]
    public async Task A_remark_stands_below_the_line_that_it_quotes()
    {
        var page = await server.Client.PageAsync(ReviewedPatch.Path);

        Assert.Equal("+\tqueue->depth = host_depth(host);", LineBefore(page, "3600020"));
        Assert.Equal(" \t\treturn -EAGAIN;", LineBefore(page, "3600020-2"));
        Assert.Contains(
            "Is the depth known here?",
            page.GetElementById("3600020")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("Who reads this?", page.GetElementById("3600020-2")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "allocate that many slots.",
            page.GetElementById("3600023")!.ParentElement!.PreviousElementSibling!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_answer_stands_below_the_remark_that_it_answers()
    {
        var page = await server.Client.PageAsync(ReviewedPatch.Path);
        var (asked, answer) = (page.GetElementById("3600023")!, page.GetElementById("3600024")!);

        Assert.Same(answer, asked.NextElementSibling);
        Assert.Contains("d0", asked.ClassList);
        Assert.Contains("d1", answer.ClassList);
        Assert.Equal("4096.", answer.QuerySelector("pre")!.TextContent);
    }

    [Fact]
    public async Task A_remark_is_marked_as_open_or_addressed()
    {
        var page = await server.Client.PageAsync(ReviewedPatch.Path);

        Assert.Equal("open", page.GetElementById("3600020")!.QuerySelector(".badge")!.TextContent);
        Assert.Equal("addressed", page.GetElementById("3600023")!.QuerySelector(".badge")!.TextContent);
        Assert.Null(page.GetElementById("3600024")!.QuerySelector(".badge"));
    }

    [Fact]
    public async Task A_comment_without_a_place_is_below_with_its_quotation_and_signature_folded()
    {
        var page = await server.Client.PageAsync(ReviewedPatch.Path);
        var comment = page.GetElementById("3600027")!;

        Assert.Equal("Comments", comment.ParentElement!.PreviousElementSibling!.TextContent);
        Assert.Equal(
            ["Fine for me.", "Really."],
            comment.QuerySelectorAll(".remark > pre").Select(own => own.TextContent)
        );
        Assert.Equal(
            ["7 quoted lines", "Signature"],
            comment.QuerySelectorAll("details summary").Select(folded => folded.TextContent)
        );
    }

    [Fact]
    public async Task A_long_quotation_and_a_signature_are_folded_in_the_thread_too()
    {
        var page = await server.Client.PageAsync(await ThreadOfAsync(ReviewedPatch.Patch));

        Assert.Equal(
            ["7 quoted lines", "Signature"],
            page.QuerySelectorAll("#patch-comment-3600027 > details.quote:not([open]) > summary")
                .Select(folded => folded.TextContent)
        );
        Assert.Equal(
            ["> allocate that many slots."],
            page.QuerySelectorAll("#patch-comment-3600023 > pre.quote").Select(shown => shown.TextContent)
        );
    }

    [Fact]
    public async Task The_address_of_a_comment_leads_to_its_remark()
    {
        using var answer = await server.Client.GetAsync("/comment/3600020/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            ReviewedPatch.Path + "#3600020",
            answer.RequestMessage!.RequestUri!.PathAndQuery + answer.RequestMessage.RequestUri.Fragment
        );
    }

    [Fact]
    public async Task Words_that_changed_are_marked()
    {
        var page = await server.Client.PageAsync(ReviewedPatch.Path);

        Assert.Equal("DEFAULT_SLOTS", Line(page, "ins", "#define").QuerySelector("mark")!.TextContent);
        Assert.Equal("SLOTS", Line(page, "del", "#define").QuerySelector("mark")!.TextContent);
        Assert.Empty(Line(page, "ins", "ring->dropped++").QuerySelectorAll("mark"));
    }

    [Fact]
    public async Task No_field_of_a_mail_becomes_markup()
    {
        foreach (
            var address in new[] { $"/patch/{ReviewedPatch.Hostile}/", await ThreadOfAsync(ReviewedPatch.Hostile) }
        )
        {
            var page = await server.Client.PageAsync(address);

            Assert.Equal(
                ["/assets/"],
                page.QuerySelectorAll("script").Select(script => script.GetAttribute("src")![..8])
            );
            Assert.Empty(page.QuerySelectorAll("img, iframe, object, b, [style], #broken"));
            Assert.DoesNotContain(
                page.All,
                element =>
                    element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal))
            );
            Assert.All(
                page.QuerySelectorAll("[href]"),
                link => Assert.Matches("^(https?://|/[^/]|/$|#|[?])", link.GetAttribute("href"))
            );
            Assert.Contains(ReviewedPatch.Markup, page.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_large_file_is_folded_and_what_is_too_much_has_a_page_of_its_own()
    {
        var page = await server.Client.PageAsync($"/patch/{ReviewedPatch.Large}/");

        Assert.Equal(
            ["large/1.c", "new name.bin", "run.sh"],
            page.QuerySelectorAll("details.file h3").Select(name => name.TextContent)
        );
        Assert.Equal(
            [false, true, true],
            page.QuerySelectorAll("details.file").Select(file => file.HasAttribute("open"))
        );
        Assert.Equal(
            ["#file-1", "?file=2#file-2", "?file=3#file-3", "#file-4", "#file-5"],
            page.QuerySelectorAll("nav.files a").Select(link => link.GetAttribute("href"))
        );
        Assert.Equal(["new name.bin", "run.sh"], page.Texts("nav.files .top a"));
        Assert.Equal(
            "new name.bin +0 −0 renamed from old name.bin, 90 % the same, binary",
            page.QuerySelector("#file-4 summary")!.Text()
        );
        Assert.Equal("run.sh +0 −0 mode 100644 to 100755", page.QuerySelector("#file-5 summary")!.Text());

        var alone = await server.Client.PageAsync($"/patch/{ReviewedPatch.Large}/");
        alone = await server.Client.PageAsync(
            new Uri(
                alone
                    .QuerySelector("nav[aria-label='This mail'] a")!
                    .GetAttribute("href")!
                    .Replace("/thread/", "/patch/", StringComparison.Ordinal),
                UriKind.Relative
            ) + "?file=3"
        );
        Assert.Equal(["large/3.c"], alone.QuerySelectorAll("details.file h3").Select(name => name.TextContent));
        Assert.Equal(6000, alone.QuerySelectorAll("#file-3 ins").Length);
    }

    [Fact]
    public async Task A_patch_without_a_subject_can_be_clicked()
    {
        var page = await server.Client.PageAsync($"/patch/{ReviewedPatch.Nameless}/");
        Assert.Equal("[no subject]", page.QuerySelector("h1")!.TextContent);

        foreach (
            var address in new[]
            {
                "/series/484000/",
                "/search?q=is:patch+series:484000&format=html",
                "/project/qemu-devel/list/?series=484000&state=*&archive=both",
            }
        )
        {
            var links = (await server.Client.PageAsync(address)).QuerySelectorAll("main a");

            Assert.Contains("[no subject]", links.Select(link => link.TextContent));
            Assert.All(links, link => Assert.NotEqual("", link.TextContent.Trim()));
        }
    }

    private async Task<string> ThreadOfAsync(long patch) =>
        (await server.Client.PageAsync($"/patch/{patch}/"))
            .QuerySelector("nav[aria-label='This mail'] a")!
            .GetAttribute("href")!;

    /// <summary>The last line of the diff before a remark.</summary>
    private static string LineBefore(IDocument page, string anchor) =>
        page.GetElementById(anchor)!.ParentElement!.PreviousElementSibling!.Children[^1].TextContent.TrimEnd('\n');

    private static IElement Line(IDocument page, string element, string text) =>
        page.QuerySelectorAll(element).First(line => line.TextContent.Contains(text, StringComparison.Ordinal));
}
