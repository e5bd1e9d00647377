using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Patchwork.Resources;
using Hookwork.Site.Home;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Site;

/// <summary>Which series wait for review.</summary>
public sealed class HomePagesTests
{
    [Theory]
    [InlineData("[RESEND,1/1] Tidy rings", "12")]
    [InlineData("[1/1] Tidy rings", "11 12")]
    public void Of_a_series_that_was_resent_only_the_newer_one_waits(string resent, string waiting)
    {
        using var shelf = new MailShelf(Patch(11), Patch(12));
        var resources = new ResourceIndexer(shelf.Connection);
        resources.Put(Series(11, "2026-01-01T00:00:00"));
        resources.Put(Series(12, "2026-01-15T00:00:00"));
        resources.Put(
            new Patch
            {
                Id = 2,
                Name = resent,
                State = "new",
                Series = [new SeriesReference { Id = 12 }],
            }
        );

        var lines = HomePages.Waiting(shelf.Connection, new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(waiting, string.Join(' ', lines.Select(line => line.Series.Id)));
    }

    [Theory]
    [InlineData("Re: [v2] tidy  RINGS ", "12")]
    [InlineData("Untidy rings", "11 12")]
    public void A_later_version_has_the_same_title_whatever_its_case_and_blanks(string name, string waiting)
    {
        using var shelf = new MailShelf(Patch(11), Patch(12));
        var resources = new ResourceIndexer(shelf.Connection);
        resources.Put(Series(11, "2026-01-01T00:00:00"));
        resources.Put(Series(12, "2026-01-15T00:00:00") with { Name = name, Version = 2 });

        var lines = HomePages.Waiting(shelf.Connection, new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(waiting, string.Join(' ', lines.Select(line => line.Series.Id)));
    }

    private static SearchDocument Patch(long series) =>
        new()
        {
            Kind = MailKind.Patch,
            Status = new PatchStatus("new", false, "pending"),
            Series = [series],
        };

    private static Series Series(long id, string date) =>
        new()
        {
            Id = id,
            Name = "Tidy rings",
            Version = 1,
            Date = date,
            Submitter = new Person { Id = 1 },
            ReceivedAll = true,
        };
}
