using System.Text;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Following;
using Hookwork.Inbox;
using Hookwork.Tests.Api;
using Hookwork.Tests.Ingest;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hookwork.Tests.Inbox;

/// <summary>A series whose last patch went to the list of another project.</summary>
[Collection(ServedArchive.Collection)]
public sealed class JoinedThreadsTests(ServedArchive archive)
{
    private const long Uboot = 18;
    private const long Last = 2175510;
    private const string Cover = "20251201165500.1207556-1-dvolkov@nevahost.example";
    private const string First = "20251201165500.1207556-2-dvolkov@nevahost.example";

    [Fact]
    public async Task A_search_of_all_inboxes_finds_the_whole_thread()
    {
        var last = MadeMails.Patch(Last);
        foreach (var name in (string[])["References", "In-Reply-To"])
            last["headers"]![name] = $"<{Cover}>";
        await using var other = await Deployment.StartAsync(archive.Patchwork.Url, archive.Deployment.Storage);
        using (var lease = await other.Get<Catalogs>().UseNewestAsync(Uboot, default))
        {
            var changed = new ArchivedSubmission(
                ResourceKind.Patch,
                Last,
                Encoding.UTF8.GetBytes(last.ToJsonString()),
                []
            );
            var writer = lease.File.Writer;
            writer.Write(() => writer.Put(PreparedSubmission.Of(changed, NullLogger.Instance)));
        }
        await using var server = await ServedDeployment.StartAsync(other);

        var thread = Ids(await server.Client.GetByteArrayAsync($"/inbox/all/{First}/t.mbox.gz"));
        Assert.Contains(MadeMails.IdOf(last), thread);
        foreach (var search in (string[])[$"/inbox/all/?q=mid:{First}&x=m&t=1", $"/inbox/all/{First}/?q=rt:..&x=m"])
        {
            using var found = await server.Client.PostAsync(search, null);
            Assert.Equal(thread, Ids(await found.Content.ReadAsByteArrayAsync()));
        }
        var reader = other.Get<InboxReader>();
        var projects = await reader.ProjectsAsync(InboxReader.All, default);
        var cut = await reader.ThreadsAsync(projects, [First], enough: 1, default);
        Assert.InRange(cut.Count, 1, thread.Count() - 1);
    }

    private static IEnumerable<string> Ids(byte[] mbox) =>
        MboxMails.ReadCompressed(mbox).Select(mail => mail.MessageId!).Order(StringComparer.Ordinal);
}
