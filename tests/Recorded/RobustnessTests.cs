using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hookwork.Hosting;
using Hookwork.Recorded;

namespace Hookwork.Tests.Recorded;

public sealed class RobustnessTests
{
    private static readonly string[] Parameters =
    [
        "q",
        "order",
        "page",
        "per_page",
        "project",
        "state",
        "submitter",
        "delegate",
        "series",
        "patch",
        "cover",
        "category",
        "actor",
        "since",
        "before",
        "archived",
        "hash",
        "msgid",
        "format",
        "user",
        "context",
    ];

    [Theory]
    [InlineData("/api/patches/")]
    [InlineData("/api/1.1/events/")]
    [InlineData("/api/series/")]
    [InlineData("/api/patches/2170001/checks/")]
    public async Task Any_query_has_an_answer(string path)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        var values = Texts(60);
        for (var at = 0; at < values.Length; at++)
        {
            var (first, second) = (Parameters[at % Parameters.Length], Parameters[at * 7 % Parameters.Length]);
            var query = $"?{first}={Uri.EscapeDataString(values[at])}&{second}={at}";
            Assert.True(await web.StatusAsync(path + query) is 200 or 404, path + query);
        }
    }

    [Fact]
    public async Task Any_path_has_an_answer()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        foreach (var text in Texts(60).Select(Uri.EscapeDataString))
        {
            foreach (var before in new[] { "/api/", "/api/projects/", "/api/patches/" })
                Assert.InRange(await web.StatusAsync($"{before}{text}/"), 200, 404);
            Assert.InRange(await web.StatusAsync($"/project/qemu-devel/patch/{text}/mbox/"), 400, 404);
        }
    }

    [Fact]
    public async Task Any_body_is_taken_or_refused()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        using var web = new Web(patchwork);
        string[] odd =
        [
            "[]",
            "null",
            """{"state":"new","state":"rfc"}""",
            """{"related":[null,"x",{}],"state":[],"delegate":{},"archived":[]}""",
        ];
        foreach (var text in Texts(60).Concat(odd))
        {
            foreach (var type in new[] { "application/json", "application/x-www-form-urlencoded", "text/plain" })
            {
                using var message = new HttpRequestMessage(HttpMethod.Patch, "/api/patches/2216659/");
                message.Headers.Authorization = new("Token", "amara-token");
                message.Content = new StringContent(text, Encoding.UTF8, type);
                using var response = await web.SendAsync(message);
                Assert.InRange((int)response.StatusCode, 200, 415);
            }
        }
    }

    /// <summary>Random texts without lone surrogates, which a URL cannot contain.</summary>
    private static string[] Texts(int count) =>
        [
            .. ArbMap
                .Default.GeneratorFor<string>()
                .Sample(count)
                .Where(text => text is not null)
                .Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))),
        ];
}
