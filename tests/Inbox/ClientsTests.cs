using System.Globalization;
using System.Text.Json.Nodes;
using Hookwork.Recorded;
using Hookwork.Tests.Api;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Inbox;

/// <summary>The clients of public-inbox, from Debian, against the inboxes of the archived recording.</summary>
[Collection(ServedArchive.Collection)]
public sealed class ClientsTests(ServedArchive archive) : IDisposable
{
    /// <summary>A series of two patches, with replies, and its second version.</summary>
    private const long First = 484010;
    private const long Second = 484013;

    private readonly ClientFolder _folder = new();

    private string Url => archive.Client.BaseAddress!.ToString();

    public void Dispose() => _folder.Dispose();

    [ClientFact("b4")]
    public async Task B4_makes_a_series_to_apply_of_a_cover_a_patch_or_a_reply()
    {
        var patches = Patches(Second);
        await _folder.PrepareAsync(patches);
        var start = await _folder.GitAsync("rev-parse", "HEAD");
        var cover = Exchanges.Read("covers").Single(cover => (long)cover["id"]! == CoverOf(Second));
        var replies = Replies(patches);
        Assert.NotEmpty(replies);
        var reviewed = new List<string>();
        foreach (var mail in (string[])[IdOf(cover), IdOf(patches[1]), IdOf(replies[0])])
        {
            await B4Async("am", "-o", _folder.Path, "-n", "made", mail);
            await _folder.GitAsync("reset", "-q", "--hard", start);
            await _folder.GitAsync("am", "-q", Path.Combine(_folder.Path, "made.mbx"));
            Assert.Equal("2", await _folder.GitAsync("rev-list", "--count", $"{start}..HEAD"));
            reviewed.Add(await _folder.GitAsync("log", "--format=%B", $"{start}..HEAD"));
        }
        Assert.Single(reviewed.Distinct(StringComparer.Ordinal));
        foreach (var tag in replies.SelectMany(Tags).Distinct(StringComparer.Ordinal))
            Assert.Contains(tag, reviewed[0], StringComparison.Ordinal);
        Assert.Contains("-by: ", string.Join('\n', replies.SelectMany(Tags)), StringComparison.Ordinal);
    }

    [ClientFact("b4")]
    public async Task B4_finds_the_newest_version()
    {
        await B4Async("am", "-c", "-o", _folder.Path, "-n", "newest", IdOf(Patches(First)[0]));
        var made = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "newest.mbx"));
        Assert.Contains(IdOf(Patches(Second)[0]), made, StringComparison.Ordinal);
        Assert.DoesNotContain(IdOf(Patches(First)[0]), made, StringComparison.Ordinal);
    }

    [ClientFact("b4")]
    public async Task B4_applies_at_once_and_saves_a_thread()
    {
        var patches = Patches(Second);
        await _folder.PrepareAsync(patches);
        var start = await _folder.GitAsync("rev-parse", "HEAD");
        await B4Async("shazam", IdOf(patches[0]));
        Assert.Equal("2", await _folder.GitAsync("rev-list", "--count", $"{start}..HEAD"));

        await B4Async("mbox", "-o", _folder.Path, IdOf(patches[0]));
        var thread = await File.ReadAllTextAsync(Path.Combine(_folder.Path, $"{IdOf(patches[0])}.mbx"));
        foreach (var mail in patches.Concat(Replies(patches)))
            Assert.Contains(IdOf(mail), thread, StringComparison.Ordinal);
    }

    [ClientFact("lei")]
    public async Task Lei_finds_what_search_finds()
    {
        try
        {
            var file = Path.Combine(_folder.Path, "hits.mbox");
            await _folder.RunAsync("lei", ["q", "--only", $"{Url}inbox/all/", "-o", $"mboxrd:{file}", "s:virtio"]);
            var found = MessageIds(await File.ReadAllTextAsync(file));
            var hits = JsonNode.Parse(await archive.Client.GetStringAsync("/search?q=s:virtio&per_page=250"))!;
            Assert.Equal(
                hits["hits"]!.AsArray().Select(hit => (string)hit!["msgid"]!).Distinct().Order(StringComparer.Ordinal),
                found.Order(StringComparer.Ordinal)
            );
            await _folder.RunAsync("lei", ["up", file]);
            Assert.Equal(found, MessageIds(await File.ReadAllTextAsync(file)));
        }
        finally
        {
            await _folder.TryAsync("lei", ["daemon-kill"]);
        }
    }

    [ClientFact("lei")]
    public async Task Lei_brings_what_came_since()
    {
        var own = await ServedArchive.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 20 },
            TimeProvider.System
        );
        try
        {
            // lei asks for mails of the last days: those that come are of today.
            foreach (var patch in Exchanges.Read("patches"))
                own.Patchwork.Administration.EditPatch(
                    (long)patch["id"]!,
                    "date",
                    DateTime.UtcNow.ToString("s", CultureInfo.InvariantCulture)
                );
            var file = Path.Combine(_folder.Path, "patches.mbox");
            var inbox = $"{own.Client.BaseAddress}inbox/all/";
            await _folder.RunAsync("lei", ["q", "--only", inbox, "-o", $"mboxrd:{file}", "is:patch"]);
            var before = MessageIds(await File.ReadAllTextAsync(file));

            own.Patchwork.Time.Advance(25);
            await own.Deployment.RunToIdleAsync();
            JsonNode now;
            // A search is at most a second behind.
            var deadline = Deadline.Start();
            while (
                (int)
                    (now = JsonNode.Parse(await own.Client.GetStringAsync("/search?q=is:patch&per_page=250"))!)[
                        "total"
                    ]! == before.Count
            )
            {
                deadline.Check("A search with the new patches");
                await Task.Delay(100);
            }
            await _folder.RunAsync("lei", ["up", file]);
            var after = MessageIds(await File.ReadAllTextAsync(file));

            Assert.True(after.Count > before.Count, $"{before.Count} mails before, {after.Count} after");
            Assert.Equal(
                now["hits"]!.AsArray().Select(hit => (string)hit!["msgid"]!).Order(StringComparer.Ordinal),
                after.Order(StringComparer.Ordinal)
            );
        }
        finally
        {
            await _folder.TryAsync("lei", ["daemon-kill"]);
            await own.DisposeAsync();
        }
    }

    [ClientFact("git")]
    public async Task Git_is_told_that_there_is_nothing_to_clone()
    {
        var (code, _, errors) = await _folder.TryAsync("git", ["clone", "-q", $"{Url}inbox/qemu-devel/", "clone"]);
        Assert.NotEqual(0, code);
        Assert.Contains("It has no Git repository", errors, StringComparison.Ordinal);
    }

    private Task<string> B4Async(params string[] arguments) => _folder.B4Async(archive.Client.BaseAddress!, arguments);

    private static List<JsonNode> Patches(long series)
    {
        var ids = Exchanges.Read("series").Single(item => (long)item["id"]! == series)["patches"]!
            .AsArray()
            .Select(patch => (long)patch!["id"]!)
            .ToList();
        return [.. Exchanges.Read("patches").Where(patch => ids.Contains((long)patch["id"]!))];
    }

    private static long CoverOf(long series) =>
        (long)Exchanges.Read("series").Single(item => (long)item["id"]! == series)["cover_letter"]!["id"]!;

    /// <summary>The comments on patches.</summary>
    private static List<JsonNode> Replies(IEnumerable<JsonNode> patches)
    {
        var ids = patches.Select(patch => (long)patch["id"]!).ToList();
        return
        [
            .. Exchanges
                .Read("patch-comments")
                .Where(item => ids.Contains((long)item["patch"]!))
                .SelectMany(item => item["comments"]!.AsArray())
                .Select(comment => comment!),
        ];
    }

    private static IEnumerable<string> Tags(JsonNode comment) =>
        ((string)comment["content"]!)
            .Split('\n')
            .Where(line =>
                line.StartsWith("Reviewed-by: ", StringComparison.Ordinal)
                || line.StartsWith("Acked-by: ", StringComparison.Ordinal)
                || line.StartsWith("Tested-by: ", StringComparison.Ordinal)
            );

    private static string IdOf(JsonNode mail) => ((string)mail["msgid"]!).Trim('<', '>');

    private static List<string> MessageIds(string mbox) =>
        [
            .. mbox.Split('\n')
                .Where(line => line.StartsWith("Message-I", StringComparison.OrdinalIgnoreCase))
                .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()),
        ];
}
