using Hookwork.Archive.Cursors;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Walking;
using Hookwork.Patchwork;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Patchwork;

/// <summary>A cache in front of the server ignores the number of the page.</summary>
public sealed class PageAgainTests
{
    [Fact]
    public async Task A_list_that_repeats_its_first_page_is_an_error()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { LargestPage = 1 }
        );
        await using var deployment = await StartAsync(patchwork);

        var error = await Assert.ThrowsAsync<UpstreamErrorException>(() =>
            deployment.Get<PatchworkClient>().PatchCommentsAsync(2170001, default)
        );

        Assert.Contains("page=2 is the first page again", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_that_gets_the_first_page_again_ends()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { LargestPage = 1, VisibleEvents = 3 }
        );
        await using var deployment = await StartAsync(patchwork);

        await deployment.Get<EventPoller>().PollAsync(default);

        var cursor = await deployment.Get<CursorStore>().GetAsync(14, default);
        Assert.Contains("page=2 is the first page again", cursor.LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_comparison_of_people_that_gets_the_first_page_again_ends(int size)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { LargestPage = size }
        );
        await using var deployment = await StartAsync(patchwork);

        Assert.Equal(0, await deployment.Get<PeopleComparison>().RunAsync(0, newestOnly: false, default));

        Assert.Equal(2, patchwork.Requests.ToList().Count(request => request.Kind == "users"));
    }

    private static Task<Deployment> StartAsync(RecordedPatchwork patchwork) =>
        Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Patchwork:Token"] = "lucia-token" },
            handler: () => new PagelessHandler()
        );

    private sealed class PagelessHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            // The list of projects is read at the start.
            var uri = request.RequestUri!;
            if (!uri.AbsolutePath.EndsWith("/projects/", StringComparison.Ordinal))
                request.RequestUri = new Uri(uri.OriginalString.Split("&page=")[0]);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
