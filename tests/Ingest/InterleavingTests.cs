using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

public sealed class InterleavingTests
{
    /// <summary>Project, patch and the event that moves it from new to under-review: the recording's first.</summary>
    private const long Project = 14;
    private const long Patch = 2170000;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task An_older_answer_never_overwrites_a_newer_one(bool isOlderShort, bool isNewerShort)
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        var storage = await TestAzurite.NewAccountAsync();
        var gate = new Gate();
        await using var slow = await StartSlowAsync(patchwork.Url, storage, gate);
        await using var fast = await Deployment.StartAsync(patchwork.Url, storage);
        var item = new RefreshItem(ResourceKind.Patch, Patch, Project)
        {
            Parts = Part.Detail | Part.Mbox | Part.Comments | Part.Checks,
            AsOf = DateTimeOffset.MaxValue,
        };

        patchwork.Time.VisibleEvents = 14;
        gate.Close();
        var older = RefreshAsync(slow, item, isOlderShort);
        await gate.Arrived;

        patchwork.Time.VisibleEvents = null;
        await RefreshAsync(fast, item, isNewerShort);
        var newest = await fast.Get<ResourceReader>().ReadAsync(ResourceKind.Patch, Patch, default);
        gate.Open();
        await older;

        Assert.Equal("changes-requested", newest!["state"]!.GetValue<string>());
        Assert.Equal(
            newest.ToJsonString(),
            (await fast.Get<ResourceReader>().ReadAsync(ResourceKind.Patch, Patch, default))!.ToJsonString()
        );
    }

    [Fact]
    public async Task Older_comments_that_come_late_do_not_replace_newer_ones()
    {
        const long Commented = 2170001;
        await using var patchwork = await RecordedPatchwork.StartAsync();
        var storage = await TestAzurite.NewAccountAsync();
        var gate = new Gate();
        await using var slow = await StartSlowAsync(patchwork.Url, storage, gate);
        await using var fast = await Deployment.StartAsync(patchwork.Url, storage);
        var item = new RefreshItem(ResourceKind.Patch, Commented, Project)
        {
            Parts = ResourceFetch.Everything(ResourceKind.Patch),
            AsOf = DateTimeOffset.UtcNow,
        };

        // The server shows the first of two comments.
        patchwork.Time.VisibleEvents = 30;
        gate.Close();
        var older = RefreshAsync(slow, item, onFastPath: false);
        await gate.Arrived;

        patchwork.Time.VisibleEvents = null;
        await RefreshAsync(fast, item, onFastPath: false);
        Assert.Equal(2, (await CommentsAsync()).Count);
        gate.Open();
        await older;

        Assert.Equal(2, (await CommentsAsync()).Count);

        Task<IReadOnlyList<byte[]>> CommentsAsync() =>
            fast.Get<ReplyStore>().CommentsAsync(ResourceKind.Patch, Commented, default);
    }

    /// <summary>Starts an instance whose answers wait at a gate.</summary>
    private static Task<Deployment> StartSlowAsync(Uri patchwork, string storage, Gate gate) =>
        Deployment.StartAsync(patchwork, storage, handler: () => new GateHandler(gate));

    /// <summary>Refreshes on the fast path or as the queue's function does.</summary>
    private static Task RefreshAsync(Deployment deployment, RefreshItem item, bool onFastPath) =>
        onFastPath
            ? deployment.Get<FastPath>().RunAsync([item], default)
            : deployment.Get<Refresher>().RunAsync([item], default);

    private sealed class Gate
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _closed;

        public Task Arrived => _arrived.Task.WaitAsync(Deadline.Span);

        public void Close() => _closed = true;

        public void Open() => _open.SetResult();

        public async Task PassAsync()
        {
            if (!_closed)
                return;
            _closed = false;
            _arrived.SetResult();
            await _open.Task;
        }
    }

    /// <summary>Delays the first response after the server has sent it.</summary>
    private sealed class GateHandler(Gate gate) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            await gate.PassAsync();
            return response;
        }
    }
}
