using AngleSharp.Html.Parser;
using Hookwork.Input;
using Hookwork.Mail.Diffs;
using Hookwork.Mail.Reviews;
using Hookwork.Site.Diffs;
using Hookwork.Site.Reviews;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hookwork.Tests.Site.Diffs;

public sealed class HunkLinesTests
{
    [Theory]
    [InlineData(
        "return old;",
        "\u202e} \u2066if (is_admin)\u2069 \u2066/* admins only",
        "[U+202E]} [U+2066]if (is_admin)[U+2069] [U+2066]/* admins only"
    )]
    // A word of it is marked.
    [InlineData("check(user, level);", "check(user, \u202dlevel);", "check(user, [U+202D]level);")]
    public async Task No_mark_of_direction_hides_what_a_line_does(string old, string @new, string shown)
    {
        var html = await RenderAsync($"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-{old}\n+{@new}\n");
        var page = new HtmlParser().ParseDocument(html);

        Assert.Equal($"+{shown}\n", page.QuerySelector(".diff ins")!.TextContent);
        Assert.Equal($"-{old}\n", page.QuerySelector(".diff del")!.TextContent);
    }

    [Theory]
    [InlineData("check(user);", "check(user); // TODO\rallow(all);", "check(user); // TODO␍allow(all);")]
    [InlineData("check(user);", "check(user);\r", "check(user);␍")]
    [InlineData("check(user);\r", "check(all);\r", "check(all);")]
    [InlineData("check(user) \r", "check(user)\r", "check(user)")]
    public async Task A_carriage_return_is_shown_unless_all_lines_end_with_one(string old, string @new, string shown)
    {
        var html = await RenderAsync($"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-{old}\n+{@new}\n");

        var line = new HtmlParser().ParseDocument(html).QuerySelector(".diff ins")!.TextContent;

        Assert.Equal($"+{shown}\n", line.Replace("\r", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_mark_of_direction_hides_which_file_and_function_a_hunk_is_of()
    {
        const string Old = "src\u202e/a\u202dx.c";
        const string New = "src\u202e/b\u202dx.c";
        var html = await RenderAsync(
            $"diff --git a/{Old} b/{New}\nsimilarity index 90%\nrename from {Old}\nrename to {New}\n"
                + $"--- a/{Old}\n+++ b/{New}\n@@ -1 +1 @@ int f\u2066(void)\n-a\n+b\n"
        );
        var page = new HtmlParser().ParseDocument(html);

        Assert.Equal("src[U+202E]/b[U+202D]x.c", page.QuerySelector("h3")!.TextContent);
        Assert.Equal("src[U+202E]/", page.QuerySelector(".files p")!.TextContent);
        Assert.Equal("b[U+202D]x.c", page.QuerySelector(".files a")!.TextContent);
        Assert.EndsWith("int f[U+2066](void)", page.QuerySelector(".hunk")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Body!.InnerHtml, DirectionMarks.Contains);
    }

    private static async Task<string> RenderAsync(string diff)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var files = Diff.Parse(diff);
        var parameters = ParameterView.FromDictionary(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Model"] = DiffModel.Of(files, DiffModel.Shown(files, null), null, _ => true),
                ["Reviews"] = ReviewPlaces.Of(ReviewedMail.Of("", files), [], _ => true),
            }
        );
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<DiffView>(parameters)).ToHtmlString()
        );
    }
}
