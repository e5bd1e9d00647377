using System.Text.Json;
using System.Xml.Linq;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Following;
using Hookwork.Inbox;
using Hookwork.Tests.Api;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hookwork.Tests.Inbox;

/// <summary>A thread that is longer than a feed.</summary>
public sealed class LongThreadTests
{
    private const long Qemu = 14;
    private const long Patch = 9_000_000;
    private const string MessageId = "long@thread.example";

    private static readonly XNamespace s_atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task A_feed_has_the_newest_mails_of_it()
    {
        await using var archive = await ServedArchive.StartAsync(visibleEvents: 13);
        using (var lease = await archive.Deployment.Get<Catalogs>().UseNewestAsync(Qemu, default))
        {
            var writer = lease.File.Writer;
            writer.Write(() => writer.Put(PreparedSubmission.Of(Thread(), NullLogger.Instance)));
        }

        var feed = XDocument.Parse(await archive.Client.GetStringAsync($"/inbox/qemu-devel/{MessageId}/t.atom"));

        Assert.Equal("Long", feed.Root!.Element(s_atom + "title")!.Value);
        Assert.Equal(
            Enumerable.Range(1, InboxMails.MostOfThread).Select(reply => $"Reply {reply}"),
            feed.Root.Elements(s_atom + "entry").Select(entry => entry.Element(s_atom + "title")!.Value)
        );
    }

    /// <summary>A patch, and as many replies to it as a feed has mails, one a second.</summary>
    private static ArchivedSubmission Thread() =>
        new(
            ResourceKind.Patch,
            Patch,
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    id = Patch,
                    msgid = $"<{MessageId}>",
                    name = "Long",
                    date = "1970-01-01T00:00:00",
                    content = "It is discussed.",
                    headers = new { Subject = "Long" },
                }
            ),
            [
                .. Enumerable
                    .Range(1, InboxMails.MostOfThread)
                    .Select(reply =>
                        JsonSerializer.SerializeToUtf8Bytes(
                            new
                            {
                                id = Patch + reply,
                                msgid = $"<{reply}@thread.example>",
                                subject = $"Reply {reply}",
                                date = $"{DateTimeOffset.UnixEpoch.AddSeconds(reply):s}",
                                content = "So it is.",
                                headers = new Dictionary<string, string>(StringComparer.Ordinal)
                                {
                                    ["In-Reply-To"] = $"<{MessageId}>",
                                },
                            }
                        )
                    ),
            ]
        );
}
