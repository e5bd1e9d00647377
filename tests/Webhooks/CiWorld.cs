using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Webhooks;

/// <summary>
/// A project with a git repository: the mails of three series are what git makes of it, and a CI has a clone. The last
/// series builds on the first, named by its Message-ID, and on the second, named by patch-id.
/// </summary>
internal sealed partial class CiWorld : IAsyncDisposable
{
    /// <summary>The series that is completed last, of two patches.</summary>
    public const long Series = 484010;

    /// <summary>Its patches, in order.</summary>
    public static readonly long[] Patches = [2170051, 2170052];

    /// <summary>The patches of the first series.</summary>
    public static readonly long[] First = [2170023, 2170024];

    /// <summary>The patch of the second series.</summary>
    public const long Second = 2170033;

    /// <summary>What the samples and the tests of them run.</summary>
    public const string Programs = "bash curl git jq";

    /// <summary>The token of a user who may report checks.</summary>
    public const string Token = "cibot-token";

    private const long Cover = 2160008;

    /// <summary>The events before the one that completes the series.</summary>
    private const int EventsBefore = 268;

    /// <summary>Before the first series.</summary>
    private const string Since = "2025-12-07T11:00:00";

    private readonly ServedDeployment _mirror;

    private CiWorld(RecordedPatchwork patchwork, Hooks hooks, ServedDeployment mirror, ClientFolder folder) =>
        (Patchwork, Hooks, _mirror, Folder) = (patchwork, hooks, mirror, folder);

    public RecordedPatchwork Patchwork { get; }

    public Hooks Hooks { get; }

    /// <summary>A folder with <c>samples</c>, and the CI's repository <c>clone</c>.</summary>
    public ClientFolder Folder { get; }

    public HttpClient Client => _mirror.Client;

    /// <summary>The commit that the series states as its base.</summary>
    public Task<string> BaseAsync() => Folder.GitAsync("-C", "author", "rev-parse", "main");

    /// <param name="change">Changes what the server has before anything is archived.</param>
    public static async Task<CiWorld> StartAsync(Func<RecordedPatchwork, ClientFolder, Task>? change = null)
    {
        var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: EventsBefore);
        var folder = new ClientFolder();
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "samples"), Repository.Path("samples"));
        await WriteMailsAsync(patchwork.Administration, folder);
        if (change is not null)
            await change(patchwork, folder);
        var (deployment, mirror) = await ServeAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        return new CiWorld(patchwork, new Hooks(deployment), mirror, folder);
    }

    /// <summary>Serves a deployment at its public address, which it knows before.</summary>
    private static async Task<(Deployment Deployment, ServedDeployment Mirror)> ServeAsync(Uri patchwork)
    {
        while (true)
        {
            var url = FreeUrl();
            var deployment = await Deployment.StartAsync(
                patchwork,
                settings: new Dictionary<string, string?>(Hooks.Local)
                {
                    ["Hookwork:PublicUrl"] = url.ToString(),
                    ["Patchwork:Since"] = Since,
                }
            );
            try
            {
                return (deployment, await ServedDeployment.StartAsync(deployment, url: url));
            }
            // Somebody has taken the port meanwhile.
            catch (IOException)
            {
                await deployment.DisposeAsync();
            }
        }
    }

    /// <summary>Lets some more events happen, and sends the messages.</summary>
    public async Task AdvanceAsync(int events = 1)
    {
        Patchwork.Time.Advance(events);
        await Hooks.RunToEndAsync();
    }

    /// <summary>Completes the series.</summary>
    /// <returns>The message, as a subscription gets it.</returns>
    public async Task<JsonNode> CompleteAsync()
    {
        var (subscription, _) = await Hooks.SubscribeAsync(null, """{"types": ["series.completed"]}""");
        await AdvanceAsync();
        var answer = await Client.GetStringAsync($"webhooks/subscriptions/{subscription.Id}/messages");
        return JsonNode.Parse((string)Assert.Single(JsonNode.Parse(answer)!["messages"]!.AsArray())!["body"]!)!;
    }

    /// <summary>Lets a tag arrive, which changes the mbox of the first patch.</summary>
    public async Task TagAsync()
    {
        await AdvanceAsync(8);
        // The recorded events are older than the mbox.
        var item = new RefreshItem(ResourceKind.Patch, Patches[0], 14)
        {
            Parts = Part.Mbox,
            AsOf = DateTimeOffset.UtcNow,
        };
        await Hooks.Deployment.Get<RefreshQueue>().SendAsync([item], TimeSpan.Zero, default);
        await Hooks.Deployment.DrainAsync();
    }

    /// <summary>Runs <c>apply.sh</c> with a message.</summary>
    public async Task<(int Code, JsonNode? Check, string Log)> ApplyAsync(
        JsonNode message,
        string build,
        string? token = null
    )
    {
        await File.WriteAllTextAsync(Path.Combine(Folder.Path, "message.json"), message.ToJsonString());
        var (code, output, log) = await ShellAsync("samples/apply/apply.sh < message.json", build, token);
        return (code, output.Length == 0 ? null : JsonNode.Parse(output), log);
    }

    /// <summary>Runs commands of a shell with the environment of the documentation.</summary>
    public Task<(int Code, string Output, string Errors)> ShellAsync(
        string commands,
        string build = "true",
        string? token = null
    ) =>
        Folder.TryAsync(
            "env",
            [
                $"HOOKWORK_URL={Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}",
                "REPOSITORY=clone",
                "BRANCH=main",
                $"BUILD={build}",
                "KEY=none",
                .. token is null ? Array.Empty<string>() : [$"PATCHWORK_TOKEN={token}"],
                "bash",
                "-euo",
                "pipefail",
                "-c",
                commands,
            ]
        );

    /// <summary>The checks that the server has for a patch from the CI.</summary>
    public async Task<IReadOnlyList<JsonNode>> ChecksAsync(long patch)
    {
        using var client = new HttpClient();
        var checks = await client.GetStringAsync(new Uri(Patchwork.Url, $"api/patches/{patch}/checks/"));
        return [.. JsonNode.Parse(checks)!.AsArray().Where(check => (string?)check!["context"] == "build")!];
    }

    public async ValueTask DisposeAsync()
    {
        await _mirror.DisposeAsync();
        await Hooks.Deployment.DisposeAsync();
        await Patchwork.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>Makes the repository of the author, the clone of the CI, and the mails.</summary>
    private static async Task WriteMailsAsync(Administration server, ClientFolder folder)
    {
        await folder.GitAsync("init", "-q", "-b", "main", "author");
        await folder.GitAsync("-C", "author", "config", "format.signature", "");
        await CommitAsync(folder, "rings: Start", lines => lines);
        await folder.GitAsync("clone", "-q", "author", "clone");
        await folder.GitAsync("-C", "author", "checkout", "-q", "-b", "work");
        foreach (var number in new[] { 1, 2, 3, 4, 5 })
            await CommitAsync(folder, $"rings: Add {number}", lines => Insert(lines, number));
        await WriteSeriesAsync(server, folder, First, "work~5..work~3");
        await WriteSeriesAsync(server, folder, [Second], "work~3..work~2");
        var basis = await WriteSeriesAsync(server, folder, Patches, "work~2..work", "--base=main");
        server.EditCover(Cover, "content", $"Rings.\n\nBased-on: {MessageId(First[0])}\n\n{basis}");
    }

    /// <summary>Writes a series that git formats over recorded patches.</summary>
    /// <returns>What git says of the base.</returns>
    private static async Task<string> WriteSeriesAsync(
        Administration server,
        ClientFolder folder,
        long[] patches,
        string range,
        params string[] options
    )
    {
        var text = await folder.GitAsync(["-C", "author", "format-patch", "--stdout", .. options, range]);
        var basis = string.Join('\n', Basis().Matches(text).Select(line => line.Value));
        var mails = Regex.Split(Basis().Replace(text, ""), "^(?=From [0-9a-f]{40} )", RegexOptions.Multiline)[1..];
        foreach (var (patch, mail) in patches.Zip(mails))
            Write(server, patch, mail);
        Assert.Equal(patches.Length, mails.Length);
        return basis;
    }

    /// <summary>Writes a mail of git's over a recorded patch.</summary>
    public static void Write(Administration server, long patch, string mail)
    {
        var (body, diff) = (
            mail.IndexOf("\n\n", StringComparison.Ordinal) + 2,
            mail.IndexOf("diff --git ", StringComparison.Ordinal)
        );
        var headers = Recorded(patch)["headers"]!.DeepClone();
        headers["Subject"] = Subject().Match(mail).Groups[1].Value;
        server.EditPatch(patch, "headers", headers);
        server.EditPatch(patch, "name", (string?)headers["Subject"]);
        server.EditPatch(patch, "content", mail[body..diff]);
        server.EditPatch(patch, "diff", mail[diff..].TrimEnd('\n') + "\n");
    }

    private static string MessageId(long patch) => (string)Recorded(patch)["msgid"]!;

    private static JsonNode Recorded(long patch) => Exchanges.Read("patches").Single(one => (long)one["id"]! == patch);

    /// <summary>Inserts a line far from the others, so that commits apply in any order.</summary>
    private static string[] Insert(string[] lines, int number) =>
        [.. lines[..(number * 20)], $"int ring_{number};", .. lines[(number * 20)..]];

    /// <summary>Commits a change of the only source, which has 200 lines at first, and a build of it.</summary>
    private static async Task CommitAsync(ClientFolder folder, string subject, Func<string[], string[]> change)
    {
        var path = Path.Combine(folder.Path, "author", "rings.c");
        string[] lines = File.Exists(path)
            ? await File.ReadAllLinesAsync(path)
            : [.. Enumerable.Range(1, 200).Select(line => $"/* line {line} */")];
        await File.WriteAllLinesAsync(path, change(lines));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "author", "build.sh"), "grep -o 'ring_[0-9]' rings.c\n");
        await folder.GitAsync("-C", "author", "add", ".");
        await folder.GitAsync("-C", "author", "commit", "-q", "-s", "-m", subject, "-m", "What it does, and why.");
    }

    private static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }

    [GeneratedRegex("^(?:base-commit|prerequisite-patch-id): .*$", RegexOptions.Multiline)]
    private static partial Regex Basis();

    [GeneratedRegex("^Subject: (.*)$", RegexOptions.Multiline)]
    private static partial Regex Subject();
}
