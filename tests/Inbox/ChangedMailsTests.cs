using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using Hookwork.Tests.Api;

namespace Hookwork.Tests.Inbox;

/// <summary>A mail that was served before, and that upstream changes.</summary>
public sealed class ChangedMailsTests : IAsyncLifetime
{
    private const string Inbox = "/inbox/qemu-devel/";
    private static readonly XNamespace s_atom = "http://www.w3.org/2005/Atom";

    private ServedArchive _archive = null!;
    private JsonNode _event = null!;

    private JsonNode Comment => _event["payload"]!["comment"]!;

    private string MessageId => ((string)Comment["msgid"]!).Trim('<', '>');

    public async Task InitializeAsync()
    {
        _archive = await ServedArchive.StartImpatientAsync(visibleEvents: 120);
        using var upstream = new HttpClient { BaseAddress = _archive.Patchwork.Url };
        var events = await upstream.GetStringAsync("/api/1.3/events/?order=-date&category=patch-comment-created");
        _event = JsonNode.Parse(events)![0]!;
    }

    public Task DisposeAsync() => _archive.DisposeAsync();

    [Fact]
    public async Task It_is_served_as_it_is_now_and_not_when_it_is_deleted()
    {
        var before = (await _archive.Client.GetStringAsync($"{Inbox}{MessageId}/raw")).Split("\n\n", 2)[1].Trim();
        Assert.Contains(before, await ThreadAsync(), StringComparison.Ordinal);

        await ChangeAsync(comment => _archive.Patchwork.Administration.EditComment(comment, "content", "It is fixed."));
        await UntilAsync(async () =>
            (await _archive.Client.GetStringAsync($"{Inbox}{MessageId}/raw")).EndsWith(
                "\n\nIt is fixed.\n\n",
                StringComparison.Ordinal
            )
        );
        Assert.Contains("\n\nIt is fixed.\n\n", await ThreadAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(before, await ThreadAsync(), StringComparison.Ordinal);

        var patch = (string)_event["payload"]!["patch"]!["msgid"]!;
        await ChangeAsync(_archive.Patchwork.Administration.DeleteComment);
        await UntilAsync(async () =>
        {
            using var answer = await _archive.Client.GetAsync($"{Inbox}{MessageId}/raw");
            return answer.StatusCode == HttpStatusCode.NotFound;
        });
        Assert.DoesNotContain("It is fixed.", await ThreadAsync(patch.Trim('<', '>')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_subject_of_a_comment_is_shown_decoded_and_in_one_line()
    {
        const string Subject = "Re: Jörg's fix, in one line";
        await ChangeAsync(comment =>
            _archive.Patchwork.Administration.EditComment(
                comment,
                "subject",
                "Re: =?utf-8?q?J=C3=B6rg=27s?=\n =?utf-8?q?_fix?=, in\n\tone line"
            )
        );
        await UntilAsync(async () =>
            (string?)
                JsonNode.Parse(await _archive.Client.GetStringAsync($"/search?q=mid:{MessageId}"))!["hits"]![0]![
                    "subject"
                ] == Subject
        );
        Assert.Contains(
            XDocument.Parse(await _archive.Client.GetStringAsync($"{Inbox}{MessageId}/t.atom")).Descendants(),
            title => title.Name == s_atom + "title" && title.Value == Subject
        );
    }

    [Fact]
    public async Task It_is_whole_in_feeds_line_by_line_however_long_it_is()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(line => $"line {line} & more\n")).TrimEnd();
        await ChangeAsync(comment => _archive.Patchwork.Administration.EditComment(comment, "content", text));
        foreach (var feed in (string[])[$"{MessageId}/t.atom", "new.atom"])
            await UntilAsync(async () =>
                XDocument
                    .Parse(await _archive.Client.GetStringAsync(Inbox + feed))
                    .Root!.Elements(s_atom + "entry")
                    .Any(entry => TextOf(entry.Element(s_atom + "content")!).TrimEnd() == text)
            );
    }

    /// <summary>What a reader shows of a mail without joining its lines.</summary>
    private static string TextOf(XElement content)
    {
        Assert.Equal("html", content.Attribute("type")!.Value);
        return new HtmlParser().ParseDocument(content.Value).QuerySelector("pre")!.TextContent;
    }

    /// <summary>Changes the comment and has it fetched anew.</summary>
    private async Task ChangeAsync(Action<long> change)
    {
        change((long)Comment["id"]!);
        var again = _event.DeepClone().AsObject();
        again.Remove("id");
        again.Remove("date");
        _archive.Patchwork.Faults.Inject(again);
        await _archive.Deployment.RunToIdleAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> isSoAsync)
    {
        for (var deadline = Deadline.Start(); !await isSoAsync(); await Task.Delay(100))
            deadline.Check("The change");
    }

    private async Task<string> ThreadAsync(string? of = null)
    {
        await using var gzip = new GZipStream(
            await _archive.Client.GetStreamAsync($"{Inbox}{of ?? MessageId}/t.mbox.gz"),
            CompressionMode.Decompress
        );
        using var mbox = new StreamReader(gzip);
        return await mbox.ReadToEndAsync();
    }
}
