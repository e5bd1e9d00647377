using System.Globalization;
using Hookwork.Archive.Resources;
using Hookwork.Ingest;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Tests.Ingest;

public sealed class SettlingTests
{
    [Theory]
    // A cache may still give an answer from before both changes.
    [InlineData("new", "2 1")]
    [InlineData("under-review", "2")]
    [InlineData("accepted", "")]
    public void A_change_waits_until_the_server_shows_it_or_a_later_one(string shown, string waiting)
    {
        var server = new PatchworkSettings
        {
            Url = new Uri("http://patchwork.example.org/"),
            TimeZone = TimeZoneInfo.Utc,
        };
        var now = DateTime.UtcNow.ToString("s", CultureInfo.InvariantCulture);
        var item = new RefreshItem(ResourceKind.Patch, 1, 14)
        {
            Events =
            [
                new EventReference(1, EventCategory.PatchStateChanged, now, "under-review"),
                new EventReference(2, EventCategory.PatchStateChanged, now, "accepted"),
            ],
        };

        var unsettled = Settling.Unsettled(
            item,
            new FetchedResource { Detail = new Patch { State = shown } },
            new ServerClock(server, TimeProvider.System)
        );

        Assert.Equal(waiting, string.Join(' ', unsettled.Select(missing => missing.Event.Id)));
    }
}
