using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Patchwork.Resources;
using Hookwork.Site.SeriesPages;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Site;

/// <summary>Versions that are read to be compared.</summary>
public sealed class SeriesReaderTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_texts_of_a_version_that_is_too_large_are_not_read(long more, bool isRead)
    {
        const long Number = 7;
        using var shelf = new MailShelf(Patch(more), Patch(0));
        using (var resources = new ResourceIndexer(shelf.Connection))
            resources.Put(new Series { Id = Number });

        var version = new SeriesReader(shelf.Connection, null!, "qemu-devel").Commits(Number);

        Assert.Equal(isRead ? (int?)2 : null, version!.Value.Patches?.Count);

        static SearchDocument Patch(long more) =>
            new()
            {
                Kind = MailKind.Patch,
                Size = (SeriesReader.MostBytes / 2) + more,
                Status = new PatchStatus("new", false, "pending"),
                Series = [Number],
            };
    }
}
