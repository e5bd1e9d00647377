using System.Text;
using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Following;
using Hookwork.Inbox;
using Hookwork.Tests.Api;
using Hookwork.Tests.Ingest;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hookwork.Tests.Inbox;

/// <summary>Threads over several projects, as of a series whose last patch went to another list.</summary>
[Collection(ServedArchive.Collection)]
public sealed class JoinedThreadsTests(ServedArchive archive)
{
    private const long Qemu = 14;
    private const long Uboot = 18;
    private const long Last = 2175510;
    private const string Cover = "20251201165500.1207556-1-dvolkov@nevahost.example";
    private const string First = "20251201165500.1207556-2-dvolkov@nevahost.example";
    private const long Made = 9_000_000;
    private const string MadeId = "made@thread.example";

    [Fact]
    public async Task A_search_of_all_inboxes_finds_the_whole_thread()
    {
        var last = MadeMails.Patch(Last);
        foreach (var name in (string[])["References", "In-Reply-To"])
            last["headers"]![name] = $"<{Cover}>";
        await using var other = await Deployment.StartAsync(archive.Patchwork.Url, archive.Deployment.Storage);
        await PutAsync(other, Uboot, Last, Encoding.UTF8.GetBytes(last.ToJsonString()));
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

    [Fact]
    public async Task No_mail_replaces_another_by_its_Message_ID_and_an_older_date()
    {
        await using var other = await Deployment.StartAsync(archive.Patchwork.Url, archive.Deployment.Storage);
        await PutAsync(other, Qemu, Made, Mail(Made), Mail(Made + 1));
        await PutAsync(other, Uboot, Made + 2, Mail(Made + 2));

        var reader = other.Get<InboxReader>();
        var projects = await reader.ProjectsAsync(InboxReader.All, default);
        var thread = await reader.ThreadAsync(projects, MadeId, default);
        Assert.Equal(Made, Assert.Single(thread).Row.Key.Id);
        var found = await reader.FindAsync(projects, MadeId, default);
        Assert.Equal([Made, Made + 1, Made + 2], found.Select(mail => mail.Row.Key.Id));
    }

    /// <summary>A mail with one Message-ID. The later it was received, the older is its date.</summary>
    private static byte[] Mail(long id) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id,
                msgid = $"<{MadeId}>",
                date = $"2026-01-0{9 - (id - Made)}T00:00:00",
                content = "It has the Message-ID of another.",
                headers = new { Received = $"by mx.example; Sat, 10 Jan 2026 00:00:0{id - Made} +0000" },
            }
        );

    /// <summary>Puts a patch and its comments into the catalog of a project.</summary>
    private static async Task PutAsync(
        Deployment deployment,
        long project,
        long id,
        byte[] patch,
        params IReadOnlyList<byte[]> comments
    )
    {
        using var lease = await deployment.Get<Catalogs>().UseNewestAsync(project, default);
        var changed = new ArchivedSubmission(ResourceKind.Patch, id, patch, comments);
        var writer = lease.File.Writer;
        writer.Write(() => writer.Put(PreparedSubmission.Of(changed, NullLogger.Instance)));
    }

    private static IEnumerable<string> Ids(byte[] mbox) =>
        MboxMails.ReadCompressed(mbox).Select(mail => mail.MessageId!).Order(StringComparer.Ordinal);
}
