using System.Text;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Archive;

/// <summary>Comments and checks are read without those of other projects.</summary>
public sealed class ReplyStoreTests : IAsyncLifetime
{
    private static readonly ReadOnlyMemory<byte> Json = "{}"u8.ToArray();

    private readonly Wire _wire = new();
    private ReplyWriter _writer = null!;
    private ReplyStore _replies = null!;

    public async Task InitializeAsync()
    {
        var storage = new ArchiveStorage(_wire.Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        (_writer, _replies) = (new ReplyWriter(storage), new ReplyStore(storage));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_comments_on_distant_patches_are_read_without_those_between()
    {
        foreach (var (patch, comments) in new[] { (1L, 1), (2L, 1), (3L, 1), (5_000L, 600), (9_000L, 1), (20_000L, 1) })
            await _writer.CommentsAsync(
                ResourceKind.Patch,
                patch,
                [.. Enumerable.Range(1, comments).Select(id => ((long)id, (bool?)null, Json))],
                0,
                DateTimeOffset.UtcNow,
                new Dictionary<long, CommentEvent>(),
                default
            );
        _wire.Requests.Clear();

        var read = await _replies.CommentsAsync(ResourceKind.Patch, [9_000, 1, 3], default).ToListAsync();

        Assert.Equal([1, 3, 9_000], read.Select(comment => comment.Parent));
        Assert.Equal(2, _wire.Requests.Count);
        var counts = await _replies.CommentCountsAsync(ResourceKind.Patch, [1, 9_000], default);
        Assert.Equal((1, 1), (counts[1], counts[9_000]));

        // Between these is what the archive does not have.
        _wire.Requests.Clear();
        read = await _replies.CommentsAsync(ResourceKind.Patch, [20_000, 9_000], default).ToListAsync();

        Assert.Equal([9_000, 20_000], read.Select(comment => comment.Parent));
        Assert.Single(_wire.Requests);
    }

    [Fact]
    public async Task An_older_list_of_comments_deletes_none_that_came_after_it()
    {
        var now = DateTimeOffset.UtcNow;

        await WriteAsync(now, 0, [1, 2]);
        // Without comments known, the rows are read only after a conflict.
        await WriteAsync(now.AddMinutes(-1), 0, [1]);
        await WriteAsync(now.AddMinutes(-1), 2, [1]);
        Assert.Equal(2, (await _replies.CommentsAsync(ResourceKind.Patch, 7, default)).Count);

        await WriteAsync(now.AddMinutes(1), 2, [1]);
        Assert.Single(await _replies.CommentsAsync(ResourceKind.Patch, 7, default));

        Task WriteAsync(DateTimeOffset at, int known, long[] comments) =>
            _writer.CommentsAsync(
                ResourceKind.Patch,
                7,
                [.. comments.Select(id => (id, (bool?)null, Json))],
                known,
                at,
                new Dictionary<long, CommentEvent>(),
                default
            );
    }

    [Fact]
    public async Task An_older_list_of_comments_changes_none_that_was_requested_after_it()
    {
        var now = DateTimeOffset.UtcNow;

        await WriteAsync(now, 0, true);
        var first = await WriteAsync(now.AddMinutes(-1), 1, false, new CommentEvent(5, now.AddHours(-1)));
        Assert.Equal((5L, true), (first, await IsAddressedAsync()));
        Assert.Empty(await _replies.ChangedCommentsAsync(ResourceKind.Patch, 7, default));

        first = await WriteAsync(now.AddMinutes(1), 1, false, new CommentEvent(6, now.AddHours(-1)));
        Assert.Equal((5L, false), (first, await IsAddressedAsync()));
        Assert.Single(await _replies.ChangedCommentsAsync(ResourceKind.Patch, 7, default));

        async Task<long> WriteAsync(DateTimeOffset at, int known, bool addressed, CommentEvent? claim = null)
        {
            var json = Encoding.UTF8.GetBytes(addressed ? "true" : "false");
            Dictionary<long, CommentEvent> claims = [];
            if (claim is not null)
                claims[1] = claim;
            var firsts = await _writer.CommentsAsync(
                ResourceKind.Patch,
                7,
                [(1, addressed, json)],
                known,
                at,
                claims,
                default
            );
            return firsts.GetValueOrDefault(1);
        }

        async Task<bool> IsAddressedAsync() =>
            Encoding.UTF8.GetString(Assert.Single(await _replies.CommentsAsync(ResourceKind.Patch, 7, default)))
            == "true";
    }

    [Fact]
    public async Task An_older_list_of_checks_deletes_none_that_came_after_it()
    {
        var now = DateTimeOffset.UtcNow;

        await WriteAsync(now, [1, 2]);
        await WriteAsync(now.AddMinutes(-1), [1]);
        Assert.Equal(2, (await _replies.ChecksAsync(7, default)).Count);

        await WriteAsync(now.AddMinutes(1), [1]);
        Assert.Single(await _replies.ChecksAsync(7, default));

        Task WriteAsync(DateTimeOffset at, long[] checks) =>
            _writer.ChecksAsync(7, [.. checks.Select(id => (id, Json))], known: 2, at, default);
    }

    [Fact]
    public async Task The_checks_of_patches_that_are_not_near_each_other_are_read_without_those_between()
    {
        foreach (var (patch, checks) in new[] { (1L, 1), (2L, 600), (100L, 1), (200L, 600), (300L, 1), (301L, 1) })
            await _writer.ChecksAsync(
                patch,
                [.. Enumerable.Range(1, checks).Select(id => ((long)id, Json))],
                0,
                DateTimeOffset.UtcNow,
                default
            );
        _wire.Requests.Clear();

        var read = await _replies.ChecksAsync([301, 300, 100, 1], default).ToListAsync();

        Assert.Equal([1, 100, 300, 301], read.Select(check => check.Parent));
        // The first one meets the checks of patch 2.
        Assert.Equal(3, _wire.Requests.Count);
    }

    [Fact]
    public async Task The_checks_of_distant_patches_are_asked_for_at_once()
    {
        foreach (var (patch, checks) in new[] { (1L, 1), (2L, 600), (100L, 1), (200L, 1) })
            await _writer.ChecksAsync(
                patch,
                [.. Enumerable.Range(1, checks).Select(id => ((long)id, Json))],
                0,
                DateTimeOffset.UtcNow,
                default
            );
        var asked = 0;
        var together = new TaskCompletionSource();
        _wire.Before = (_, cancelled) =>
        {
            var number = Interlocked.Increment(ref asked);
            if (number == 3)
                together.SetResult();
            // The first one meets the checks of patch 2, and leads to the others.
            return number == 1 ? Task.CompletedTask : together.Task.WaitAsync(Deadline.Span, cancelled);
        };

        var read = await _replies.ChecksAsync([200, 100, 1], default).ToListAsync();

        Assert.Equal([1, 100, 200], read.Select(check => check.Parent));
    }
}
