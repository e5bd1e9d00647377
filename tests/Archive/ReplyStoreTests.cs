using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Archive;

/// <summary>Comments and checks are read without those of other projects.</summary>
public sealed class ReplyStoreTests
{
    [Fact]
    public async Task The_comments_on_distant_patches_are_read_without_those_between()
    {
        var wire = new Wire();
        var storage = new ArchiveStorage(wire.Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var blobs = new MboxStore(storage);
        foreach (var (patch, comments) in new[] { (1L, 1), (2L, 1), (3L, 1), (5_000L, 600), (9_000L, 1), (20_000L, 1) })
            await new ReplyWriter(storage, blobs).CommentsAsync(
                ResourceKind.Patch,
                patch,
                [
                    .. Enumerable
                        .Range(1, comments)
                        .Select(id => ((long)id, (bool?)null, new ReadOnlyMemory<byte>("{}"u8.ToArray()))),
                ],
                0,
                DateTimeOffset.UtcNow,
                new Dictionary<long, CommentEvent>(),
                default
            );
        var replies = new ReplyStore(storage, blobs);
        wire.Requests.Clear();

        var read = await replies.CommentsAsync(ResourceKind.Patch, [9_000, 1, 3], default).ToListAsync();

        Assert.Equal([1, 3, 9_000], read.Select(comment => comment.Parent));
        Assert.Equal(2, wire.Requests.Count);
        var counts = await replies.CommentCountsAsync(ResourceKind.Patch, [1, 9_000], default);
        Assert.Equal((1, 1), (counts[1], counts[9_000]));

        // Between these is what the archive does not have.
        wire.Requests.Clear();
        read = await replies.CommentsAsync(ResourceKind.Patch, [20_000, 9_000], default).ToListAsync();

        Assert.Equal([9_000, 20_000], read.Select(comment => comment.Parent));
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task An_older_list_of_comments_deletes_none_that_came_after_it()
    {
        var storage = new ArchiveStorage(new Wire().Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var blobs = new MboxStore(storage);
        var replies = new ReplyStore(storage, blobs);
        var now = DateTimeOffset.UtcNow;

        await WriteAsync(now, 0, [1, 2]);
        // Without comments known, the rows are read only after a conflict.
        await WriteAsync(now.AddMinutes(-1), 0, [1]);
        await WriteAsync(now.AddMinutes(-1), 2, [1]);
        Assert.Equal(2, (await replies.CommentsAsync(ResourceKind.Patch, 7, default)).Count);

        await WriteAsync(now.AddMinutes(1), 2, [1]);
        Assert.Single(await replies.CommentsAsync(ResourceKind.Patch, 7, default));

        Task WriteAsync(DateTimeOffset at, int known, long[] comments) =>
            new ReplyWriter(storage, blobs).CommentsAsync(
                ResourceKind.Patch,
                7,
                [.. comments.Select(id => (id, (bool?)null, new ReadOnlyMemory<byte>("{}"u8.ToArray())))],
                known,
                at,
                new Dictionary<long, CommentEvent>(),
                default
            );
    }

    [Fact]
    public async Task An_older_list_of_checks_deletes_none_that_came_after_it()
    {
        var storage = new ArchiveStorage(new Wire().Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var blobs = new MboxStore(storage);
        var replies = new ReplyStore(storage, blobs);
        var now = DateTimeOffset.UtcNow;

        await WriteAsync(now, [1, 2]);
        await WriteAsync(now.AddMinutes(-1), [1]);
        Assert.Equal(2, (await replies.ChecksAsync(7, default)).Count);

        await WriteAsync(now.AddMinutes(1), [1]);
        Assert.Single(await replies.ChecksAsync(7, default));

        Task WriteAsync(DateTimeOffset at, long[] checks) =>
            new ReplyWriter(storage, blobs).ChecksAsync(
                7,
                [.. checks.Select(id => (id, new ReadOnlyMemory<byte>("{}"u8.ToArray())))],
                known: 2,
                at,
                default
            );
    }

    [Fact]
    public async Task The_checks_of_patches_that_are_not_near_each_other_are_read_without_those_between()
    {
        var wire = new Wire();
        var storage = new ArchiveStorage(wire.Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var blobs = new MboxStore(storage);
        foreach (var (patch, checks) in new[] { (1L, 1), (2L, 600), (100L, 1), (200L, 600), (300L, 1), (301L, 1) })
            await new ReplyWriter(storage, blobs).ChecksAsync(
                patch,
                [.. Enumerable.Range(1, checks).Select(id => ((long)id, new ReadOnlyMemory<byte>("{}"u8.ToArray())))],
                0,
                DateTimeOffset.UtcNow,
                default
            );
        wire.Requests.Clear();

        var read = await new ReplyStore(storage, blobs).ChecksAsync([301, 300, 100, 1], default).ToListAsync();

        Assert.Equal([1, 100, 300, 301], read.Select(check => check.Parent));
        // The first one meets the checks of patch 2.
        Assert.Equal(3, wire.Requests.Count);
    }

    [Fact]
    public async Task The_checks_of_distant_patches_are_asked_for_at_once()
    {
        var wire = new Wire();
        var storage = new ArchiveStorage(wire.Connect(await TestAzurite.NewAccountAsync()));
        await storage.EnsureCreatedAsync(default);
        var blobs = new MboxStore(storage);
        foreach (var (patch, checks) in new[] { (1L, 1), (2L, 600), (100L, 1), (200L, 1) })
            await new ReplyWriter(storage, blobs).ChecksAsync(
                patch,
                [.. Enumerable.Range(1, checks).Select(id => ((long)id, new ReadOnlyMemory<byte>("{}"u8.ToArray())))],
                0,
                DateTimeOffset.UtcNow,
                default
            );
        var asked = 0;
        var together = new TaskCompletionSource();
        wire.Before = (_, cancelled) =>
        {
            var number = Interlocked.Increment(ref asked);
            if (number == 3)
                together.SetResult();
            // The first one meets the checks of patch 2, and leads to the others.
            return number == 1 ? Task.CompletedTask : together.Task.WaitAsync(Deadline.Span, cancelled);
        };

        var read = await new ReplyStore(storage, blobs).ChecksAsync([200, 100, 1], default).ToListAsync();

        Assert.Equal([1, 100, 200], read.Select(check => check.Parent));
    }
}
