using Hookwork.Builds;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Patchwork.Resources;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Builds;

public sealed class SeriesVersionsTests
{
    private const string ChangeId = "20260101-rings-0123456789ab";

    [Theory]
    [InlineData(13)]
    [InlineData(14)]
    public void A_version_from_before_the_change_had_an_id_is_found_by_name(long series)
    {
        using var shelf = new MailShelf(Patch(13), Patch(14));
        var resources = new ResourceIndexer(shelf.Connection);
        // Another change had this name before.
        resources.Put(Series(10, 1, "2025-01-01T00:00:00"));
        resources.Put(Series(11, 2, "2025-02-01T00:00:00"));
        resources.Put(Series(12, 1, "2026-01-01T00:00:00"));
        resources.Put(Series(13, 2, "2026-02-01T00:00:00"));
        resources.Put(Series(14, 3, "2026-03-01T00:00:00"));

        Assert.Equal([12, 13, 14], SeriesVersions.Of(shelf.Connection, series, [], ChangeId, isPull: false));
    }

    [Fact]
    public void Versions_of_which_one_is_an_RFC_are_in_order_of_date()
    {
        using var shelf = new MailShelf(Patch(11), Patch(12), Patch(13));
        var resources = new ResourceIndexer(shelf.Connection);
        resources.Put(
            new Patch
            {
                Id = 1,
                Name = "[RFC,v2] Tidy rings",
                Series = [new SeriesReference { Id = 11 }],
            }
        );
        resources.Put(Series(11, 2, "2026-01-01T00:00:00"));
        resources.Put(Series(12, 1, "2026-02-01T00:00:00"));
        resources.Put(Series(13, 2, "2026-03-01T00:00:00"));

        Assert.Equal([11, 12, 13], SeriesVersions.Of(shelf.Connection, 13, [], ChangeId, isPull: false));
    }

    private static SearchDocument Patch(long series) =>
        new()
        {
            Kind = MailKind.Patch,
            ChangeId = ChangeId,
            Status = new PatchStatus("new", false, "pending"),
            Series = [series],
        };

    private static Series Series(long id, int version, string date) =>
        new()
        {
            Id = id,
            Name = "Tidy rings",
            Version = version,
            Date = date,
            Submitter = new Person { Id = 1 },
        };
}
