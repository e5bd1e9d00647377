using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hookwork.Tests.Site;

namespace Hookwork.Tests.Inbox;

/// <summary>b4 with mails made by git, and threads that are broken.</summary>
public sealed class MadeMailsTests(MadeMails mails) : IClassFixture<MadeMails>, IDisposable
{
    /// <summary>The first patch of the second version.</summary>
    private const long Second = 2170066;

    /// <summary>The two comments with one Message-ID.</summary>
    private const string Twice = "5c4429aee35331e2b73286@mail.nevahost.example";

    private readonly ClientFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ClientFact("b4")]
    public async Task B4_shows_what_changed_between_two_versions()
    {
        await CloneAsync();
        foreach (
            var versions in (string[][])
                [
                    [],
                    ["-v", "1", "2"],
                ]
        )
        {
            var file = Path.Combine(_folder.Path, "range.diff");
            await B4Async(["diff", IdOf(Second), "-o", file, .. versions]);
            var diff = await File.ReadAllLinesAsync(file);

            Assert.Matches("^1: +[0-9a-f]+ ! 1: +[0-9a-f]+ rings: Count them$", diff[0]);
            Assert.Matches("^2: +[0-9a-f]+ = 2: +[0-9a-f]+ rings: Free them$", diff[^1]);
            Assert.Contains("    -+    int rings;", diff);
            Assert.Contains("    ++    unsigned rings;", diff);
            // Of a search in its cache, b4 0.12 reads one mail only.
            Directory.Delete(Path.Combine(_folder.Path, ".cache"), recursive: true);
        }
    }

    [ClientFact("b4")]
    public async Task B4_makes_the_branch_that_the_mails_were_made_of()
    {
        await CloneAsync();
        await B4Async("am", "-o", _folder.Path, "-n", "made", IdOf(Second));
        await _folder.GitAsync("am", "-q", "made.mbx");

        Assert.Equal(
            await mails.Repository.GitAsync("rev-parse", "v2^{tree}"),
            await _folder.GitAsync("rev-parse", "HEAD^{tree}")
        );
        Assert.Equal(
            (await MessageAsync(mails.Repository, "v2"))
                .Append("Acked-by: Théo Lefèvre <theo.lefevre@bruyere.example>")
                .Order(StringComparer.Ordinal),
            (await MessageAsync(_folder, "HEAD")).Order(StringComparer.Ordinal)
        );

        static async Task<string[]> MessageAsync(ClientFolder folder, string commit) =>
            (await folder.GitAsync("log", "-1", "--format=%B", commit)).Split('\n');
    }

    [ClientFact("b4")]
    public async Task B4_fetches_a_pull_request()
    {
        await CloneAsync();
        var tip = await mails.Repository.GitAsync("rev-parse", "v2");
        Assert.NotEqual(0, (await _folder.TryAsync("git", ["cat-file", "-e", tip])).Code);
        await B4Async("pr", IdOf(MadeMails.Pull));

        Assert.Equal(tip, await _folder.GitAsync("rev-parse", "FETCH_HEAD^{commit}"));
    }

    [Theory]
    [InlineData(2170018, "patch-2170018 patch-2170019 patch-2170020")]
    [InlineData(2170020, "patch-2170018 patch-2170019 patch-2170020")]
    [InlineData(2170010, "patch-2170010 patch-2170021")]
    [InlineData(2170021, "patch-2170010 patch-2170021")]
    [InlineData(2170022, "patch-2170022")]
    public async Task A_broken_thread_has_the_mails_that_refer_to_each_other(long patch, string members)
    {
        var page = await mails.Client.PageAsync(Inbox(IdOf(patch), "T/"));
        var nested = await mails.Client.PageAsync(Inbox(IdOf(patch), "t/"));
        foreach (var shown in new[] { page, nested })
            Assert.Equal(
                members,
                string.Join(
                    ' ',
                    shown.QuerySelectorAll("article").Select(mail => mail.Id).Order(StringComparer.Ordinal)
                )
            );

        var ids = members
            .Split(' ')
            .Select(member => IdOf(long.Parse(member["patch-".Length..], CultureInfo.InvariantCulture)));
        Assert.Equal(ids, (await ThreadAsync(IdOf(patch))).Order(StringComparer.Ordinal));
        Assert.Equal(ids, (await FeedAsync(IdOf(patch))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_reply_to_two_patches_is_in_their_thread_once()
    {
        string[] members =
        [
            "cover-2160002",
            "cover-comment-3700002",
            .. Enumerable.Range(2170011, 7).Select(patch => $"patch-{patch}"),
            .. ((int[])[14, 15, 16, 17, 18, 19, 21, 22, 25, 26]).Select(comment => $"patch-comment-36000{comment}"),
        ];
        var page = await mails.Client.PageAsync(Inbox(Twice, "T/"));
        Assert.Equal(
            members.Order(StringComparer.Ordinal),
            page.QuerySelectorAll("article").Select(mail => mail.Id!).Order(StringComparer.Ordinal)
        );

        var thread = await ThreadAsync(Twice);
        Assert.Equal(members.Length - 1, thread.Count);
        Assert.Distinct(thread);
        Assert.Contains(Twice, thread);
        Assert.Equal(thread, await FeedAsync(Twice));
        Assert.Equal(thread, await ThreadAsync(IdOf(2170016)));
        Assert.Equal(2, MboxMails.Read(await mails.Client.GetByteArrayAsync(Inbox(Twice, "raw"))).Count);
        Assert.Equal([Twice], await MboxAsync($"/inbox/all/?q=mid:{Twice}&x=m"));
        Assert.Equal([Twice], await AtomAsync($"/inbox/all/?q=mid:{Twice}&x=A"));
    }

    [Theory]
    [InlineData(2170023, "张三")]
    [InlineData(2170024, "김가")]
    [InlineData(2170025, "山口六")]
    public async Task A_name_in_the_charset_of_a_country_is_found(long patch, string name)
    {
        var found = JsonNode.Parse(await mails.Client.GetStringAsync($"/search?q=f:{Uri.EscapeDataString(name)}"))!;

        Assert.Equal(patch, (long)Assert.Single(found["hits"]!.AsArray())!["id"]!);
    }

    private static string IdOf(long patch) => MadeMails.IdOf(MadeMails.Patch(patch));

    private static string Inbox(string messageId, string part) => $"/inbox/qemu-devel/{messageId}/{part}";

    /// <summary>The Message-IDs of a thread's mbox.</summary>
    private Task<List<string>> ThreadAsync(string messageId) => MboxAsync(Inbox(messageId, "t.mbox.gz"));

    private async Task<List<string>> MboxAsync(string address) =>
        [.. MboxMails.ReadCompressed(await mails.Client.GetByteArrayAsync(address)).Select(mail => mail.MessageId!)];

    /// <summary>The Message-IDs of a thread's feed.</summary>
    private Task<List<string>> FeedAsync(string messageId) => AtomAsync(Inbox(messageId, "t.atom"));

    private async Task<List<string>> AtomAsync(string address)
    {
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var feed = XDocument.Parse(await mails.Client.GetStringAsync(address)).Root!;
        return
        [
            .. feed.Elements(atom + "entry")
                .Select(entry =>
                    new Uri(entry.Element(atom + "link")!.Attribute("href")!.Value).Segments[^1].TrimEnd('/')
                ),
        ];
    }

    /// <summary>Clones what the versions are based on, but not them.</summary>
    private async Task CloneAsync()
    {
        await _folder.GitAsync(
            "clone",
            "-q",
            "--no-local",
            "--no-tags",
            "-b",
            "main",
            "--single-branch",
            mails.Repository.Path,
            "."
        );
        await _folder.GitAsync("config", "--global", $"url.{mails.Repository.Path}.insteadOf", MadeMails.GitUrl);
    }

    private Task<string> B4Async(params string[] arguments) => _folder.B4Async(mails.Client.BaseAddress!, arguments);
}
