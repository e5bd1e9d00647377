using System.Text.Json.Nodes;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Inbox;

/// <summary>
/// An archive with mails that the recording lacks: two versions of a series and a pull request, made by git of a real
/// repository, and threads that are broken.
/// </summary>
public sealed class MadeMails() : ServedFixture(420, ("Hookwork:HoldEvents", "00:00:00"))
{
    /// <summary>The address of the repository in the pull request, which git replaces by its folder.</summary>
    public const string GitUrl = "https://git.example.org/rings.git";

    /// <summary>The pull request.</summary>
    public const long Pull = 2170050;

    /// <summary>The mail that is not there though two others answer it.</summary>
    private const string Missing = "<missing@nowhere.example>";

    private const string File = "rings.c";

    /// <summary>The two patches of each version, with cover letters.</summary>
    private static readonly long[][] s_versions =
    [
        [2170051, 2170052],
        [2170066, 2170067],
    ];

    /// <summary>Patches with the encoded names of their senders.</summary>
    internal static IReadOnlyDictionary<long, string> EncodedSenders { get; } =
        new Dictionary<long, string>
        {
            [2170023] = "=?gbk?b?1cXI/Q==?=",
            [2170024] = "=?euc-kr?b?seiwoQ==?=",
            [2170025] = "=?iso-2022-jp?b?GyRCOzM4fU87GyhC?=",
        };

    /// <summary>The repository: <c>main</c>, the versions <c>v1</c> and <c>v2</c>, and the tag <c>rings-1</c>.</summary>
    internal ClientFolder Repository { get; } = new();

    protected override async Task EditAsync()
    {
        if (ClientFactAttribute.IsInstalled("b4"))
        {
            await MakeSeriesAsync();
            await MakePullAsync();
        }
        BreakThreads();
        EncodeSenders();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Repository.Dispose();
    }

    /// <summary>A recorded patch.</summary>
    public static JsonNode Patch(long id) => Exchanges.Read("patches").Single(patch => (long)patch["id"]! == id);

    /// <summary>The Message-ID of a mail, without brackets.</summary>
    public static string IdOf(JsonNode mail) => ((string)mail["msgid"]!).Trim('<', '>');

    /// <summary>Makes the versions, each a branch. They differ in the type of a variable.</summary>
    private async Task MakeSeriesAsync()
    {
        await Repository.GitAsync("init", "-q", "-b", "main");
        await CommitAsync("rings: Start", lines => lines);
        foreach (var (version, type) in new[] { (1, "int"), (2, "unsigned") })
        {
            await Repository.GitAsync("checkout", "-q", "-b", $"v{version}", "main");
            await CommitAsync("rings: Count them", lines => [.. lines[..10], $"    {type} rings;", .. lines[10..]]);
            await CommitAsync("rings: Free them", lines => [.. lines[..40], "    free(ring);", .. lines[40..]]);
            for (var number = 1; number <= 2; number++)
            {
                var mail = await Repository.GitAsync(
                    "format-patch",
                    "--stdout",
                    "--no-signature",
                    "-1",
                    number == 1 ? "HEAD^" : "HEAD"
                );
                var diff = mail.IndexOf("diff --git ", StringComparison.Ordinal);
                var subject = await Repository.GitAsync("log", "-1", "--format=%s", number == 1 ? "HEAD^" : "HEAD");
                Write(
                    s_versions[version - 1][number - 1],
                    $"[PATCH{(version == 1 ? "" : $" v{version}")} {number}/2] {subject}",
                    mail[(mail.IndexOf("\n\n", StringComparison.Ordinal) + 2)..diff],
                    mail[diff..] + "\n"
                );
            }
        }
    }

    private async Task MakePullAsync()
    {
        await Repository.GitAsync("tag", "-a", "-m", "Rings", "rings-1", "v2");
        var content = await Repository.GitAsync("request-pull", "main", Repository.Path, "rings-1");
        Write(Pull, "[GIT PULL] Rings", content.Replace(Repository.Path, GitUrl, StringComparison.Ordinal), diff: null);
    }

    /// <summary>Commits a change of the only file, which has 50 lines at first.</summary>
    private async Task CommitAsync(string subject, Func<string[], string[]> change)
    {
        var path = Path.Combine(Repository.Path, File);
        string[] lines = System.IO.File.Exists(path)
            ? await System.IO.File.ReadAllLinesAsync(path)
            : [.. Enumerable.Range(1, 50).Select(line => $"/* line {line} */")];
        await System.IO.File.WriteAllLinesAsync(path, change(lines));
        await Repository.GitAsync("add", File);
        await Repository.GitAsync("commit", "-q", "-s", "-m", subject, "-m", "What it does, and why.");
    }

    private void Write(long patch, string subject, string content, string? diff)
    {
        var administration = Patchwork.Administration;
        var headers = Patch(patch)["headers"]!.DeepClone();
        headers["Subject"] = subject;
        administration.EditPatch(patch, "headers", headers);
        administration.EditPatch(patch, "name", subject);
        administration.EditPatch(patch, "content", content);
        administration.EditPatch(patch, "diff", diff);
    }

    private void BreakThreads()
    {
        // Three patches answer each other in a circle.
        Answer(2170018, (string)Patch(2170019)["msgid"]!);
        Answer(2170019, (string)Patch(2170020)["msgid"]!);
        Answer(2170020, (string)Patch(2170018)["msgid"]!);
        // Two patches, of two series, answer a mail that is not there.
        Answer(2170010, Missing);
        Answer(2170021, Missing);
        // A patch answers itself.
        Answer(2170022, (string)Patch(2170022)["msgid"]!);
        // A reply to two patches is a comment on each.
        var comment = Exchanges
            .Read("patch-comments")
            .SelectMany(row => row["comments"]!.AsArray())
            .Single(comment => (long)comment!["id"]! == 3600021)!;
        Patchwork.Administration.EditComment(3600018, "msgid", comment["msgid"]!.DeepClone());
        Patchwork.Administration.EditComment(3600018, "headers", comment["headers"]!.DeepClone());
    }

    /// <summary>Each with a name in the charset of a country, as Patchwork's headers have it.</summary>
    private void EncodeSenders()
    {
        foreach (var (patch, name) in EncodedSenders)
        {
            var headers = Patch(patch)["headers"]!.DeepClone();
            headers["From"] = $"{name} <{patch}@encoded.example>";
            Patchwork.Administration.EditPatch(patch, "headers", headers);
        }
    }

    private void Answer(long patch, string messageId)
    {
        var headers = Patch(patch)["headers"]!.DeepClone();
        headers["In-Reply-To"] = messageId;
        headers["References"] = messageId;
        Patchwork.Administration.EditPatch(patch, "headers", headers);
    }
}
