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
        foreach (var patch in new[] { 1L, 2L, 3L, 5_000L, 9_000L })
            await new ReplyWriter(storage, blobs).CommentsAsync(
                ResourceKind.Patch,
                patch,
                [(patch * 10, null, "{}"u8.ToArray())],
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
        Assert.Equal([1, 9_000], counts.Keys.Order());
    }
}
