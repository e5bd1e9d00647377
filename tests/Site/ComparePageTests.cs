using AngleSharp.Html.Parser;
using Hookwork.Mail.RangeDiffs;
using Hookwork.Site.Rows;
using Hookwork.Site.SeriesPages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hookwork.Tests.Site;

public sealed class ComparePageTests
{
    [Fact]
    public async Task No_mark_of_direction_hides_which_file_and_function_changed()
    {
        var hunk = new RangeHunk("src\u202e/a.c: int f\u2066(void)", [new RangeLine('+', "+b")]);
        var difference = new RangeDiff([new RangePair(1, 1, RangeMark.Changed, "Patch", [hunk])]);

        var html = await RenderAsync(difference);

        var shown = new HtmlParser().ParseDocument(html).QuerySelector(".range .hunk")!.TextContent;
        Assert.Equal("@@ src[U+202E]/a.c: int f[U+2066](void)\n", shown);
    }

    [Fact]
    public async Task A_carriage_return_within_a_line_is_shown()
    {
        var hunk = new RangeHunk("a.js", [new RangeLine('+', "+check(user); // TODO\rallow(all);\r")]);
        var difference = new RangeDiff([new RangePair(1, 1, RangeMark.Changed, "Patch", [hunk])]);

        var html = await RenderAsync(difference);

        var shown = new HtmlParser().ParseDocument(html).QuerySelector(".range .added")!.TextContent;
        Assert.Equal("++check(user); // TODO␍allow(all);\n", shown);
    }

    [Fact]
    public async Task A_carriage_return_at_the_end_is_shown_where_nothing_else_changed()
    {
        RangeLine[] lines = [new(' ', " a();\r"), new('-', "+b();\r"), new('+', "+b();")];
        var hunk = new RangeHunk("a.c", lines);
        var difference = new RangeDiff([new RangePair(1, 1, RangeMark.Changed, "Patch", [hunk])]);

        var html = await RenderAsync(difference);

        var shown = new HtmlParser().ParseDocument(html).QuerySelectorAll(".range pre span");
        Assert.Equal(["@@ a.c\n", "  a();\n", "-+b();␍\n", "++b();\n"], shown.Select(line => line.TextContent));
    }

    [Fact]
    public async Task Changes_that_are_too_long_hide_no_others()
    {
        var difference = new RangeDiff([Changed(1, lines: 2000), Changed(2, lines: 1), Changed(3, lines: 1998)]);

        var html = await RenderAsync(difference);

        var page = new HtmlParser().ParseDocument(html);
        Assert.Equal(["2 ! 2 Patch"], page.QuerySelectorAll(".range summary").Select(pair => pair.TextContent));
        Assert.Equal(2, page.QuerySelectorAll(".range .quiet").Length);

        static RangePair Changed(int number, int lines) =>
            new(
                number,
                number,
                RangeMark.Changed,
                "Patch",
                [new RangeHunk("", [.. Enumerable.Repeat(new RangeLine('+', "+a"), lines)])]
            );
    }

    [Fact]
    public async Task Versions_are_called_as_in_the_list_of_versions()
    {
        var page = new HtmlParser().ParseDocument(await RenderAsync(new RangeDiff([]), isRfc: true));

        Assert.Equal(["RFC v1", "v2"], page.QuerySelectorAll(".meta a").Select(link => link.TextContent));
        Assert.Equal("Series: RFC v1 to v2", page.Title);
    }

    [Theory]
    [InlineData(1, "v1 resent")]
    // The same series, or one that was sent to two lists.
    [InlineData(0, "v1")]
    public async Task A_version_that_was_sent_again_is_called_resent(int daysLater, string name)
    {
        var html = await RenderAsync(new RangeDiff([]), version: 1, daysLater: daysLater);

        var page = new HtmlParser().ParseDocument(html);
        Assert.Equal(["v1", name], page.QuerySelectorAll(".meta a").Select(link => link.TextContent));
        Assert.Equal($"Series: v1 to {name}", page.Title);
    }

    private static async Task<string> RenderAsync(
        RangeDiff difference,
        bool isRfc = false,
        int version = 2,
        int daysLater = 0
    )
    {
        var series = new SeriesRow(1, "Series", DateTimeOffset.UnixEpoch, null, "", 1, 1, 1, true);
        var model = new ComparePage.Shown(
            new SeriesVersion(series, isRfc, IsResent: false),
            new SeriesVersion(
                series with
                {
                    Id = 2,
                    Version = version,
                    Date = series.Date.AddDays(daysLater),
                },
                IsRfc: false,
                IsResent: false
            ),
            difference
        );
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var parameters = ParameterView.FromDictionary(
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["Model"] = model }
        );
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<ComparePage>(parameters)).ToHtmlString()
        );
    }
}
