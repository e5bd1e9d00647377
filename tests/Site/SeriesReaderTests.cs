using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Patchwork.Resources;
using Hookwork.Site.SeriesPages;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Site;

/// <summary>What is read of series that are too large.</summary>
public sealed class SeriesReaderTests
{
    private const long Number = 7;

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_texts_of_a_version_that_is_too_large_are_not_read(long more, bool isRead)
    {
        using var shelf = new MailShelf(Patch(more), Patch(0));
        new ResourceIndexer(shelf.Connection).Put(new Series { Id = Number });

        var version = new SeriesReader(shelf.Connection, null!, "qemu-devel").Commits(Number);

        Assert.Equal(isRead ? (int?)2 : null, version!.Value.Patches?.Count);
    }

    [Theory]
    [InlineData("[RFC,v3,1/1] Tidy rings", "RFC v3")]
    [InlineData("[v3,1/1] Tidy rings", "v3")]
    public void A_version_that_is_compared_is_called_an_RFC_if_it_is_one(string patch, string name)
    {
        using var shelf = new MailShelf(Patch(0));
        var resources = new ResourceIndexer(shelf.Connection);
        resources.Put(new Series { Id = Number, Version = 3 });
        resources.Put(
            new Patch
            {
                Id = 1,
                Name = patch,
                Series = [new SeriesReference { Id = Number }],
            }
        );

        var commits = new SeriesReader(shelf.Connection, null!, "qemu-devel").Commits(Number);

        Assert.Equal(name, commits!.Value.Version.Name);
    }

    [Theory]
    [InlineData(0, "0000001, 0000002")]
    [InlineData(1, "0000001")]
    public void Of_a_series_that_is_too_large_only_the_first_patch_is_asked_what_it_builds_on(long more, string bases)
    {
        using var shelf = new MailShelf(Patch(more), Patch(0));
        new ResourceIndexer(shelf.Connection).Put(new Series { Id = Number });
        using var write = new SqlStatement(
            shelf.Connection,
            "INSERT INTO text (mail, packed) SELECT rowid, ?2 FROM mail WHERE id = ?1"
        );
        foreach (var id in new[] { 1L, 2L })
            write.Run(
                id,
                new StoredText($"base-commit: {id:0000000}\n", "").Pack(CatalogDictionaries.Of(shelf.Connection).Texts)
            );

        var shown = new SeriesReader(shelf.Connection, null!, "qemu-devel").Read(Number, "http://localhost");

        Assert.Equal(bases, string.Join(", ", shown!.BasedOn.Select(on => on.Value)));
    }

    private static SearchDocument Patch(long more) =>
        new()
        {
            Kind = MailKind.Patch,
            Size = (SeriesReader.MostBytes / 2) + more,
            Status = new PatchStatus("new", false, "pending"),
            Series = [Number],
        };
}
