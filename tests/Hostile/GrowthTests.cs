using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Api.Http;
using Hookwork.Api.Lists;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Searching;
using Hookwork.Ingest.Polling;
using Hookwork.Ingest.Refreshing;
using Hookwork.Input;
using Hookwork.Mail;
using Hookwork.Pages;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Hookwork.Search;
using Hookwork.Search.Formats;
using Hookwork.Tests.Catalog;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Targets;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Tests.Hostile;

/// <summary>No entry point takes time that grows faster than its input.</summary>
public sealed class GrowthTests
{
    private const int Smallest = 32 << 10;
    private const int Largest = 256 << 10;

    /// <summary>How much more a character may cost among many than among few: caches are missed, garbage is collected.</summary>
    private const double Tolerance = 3;

    /// <summary>What the largest input may always cost: a square whose end this is costs little in any mail.</summary>
    private static readonly TimeSpan s_negligible = TimeSpan.FromMilliseconds(10);

    private static readonly Uri s_server = new("https://patchwork.example.org/");
    private static readonly SearchQuery s_query = Query("a \"b c d\" x* s:y OR \"a a a b\" OR dfn:*a*b/");

    private static readonly Dictionary<string, Func<string, Action>> s_entryPoints = new(StringComparer.Ordinal)
    {
        ["the text of a mail"] = text => () => MailBody.Of(text),
        ["a diff"] = text => () => MailBody.Of("", text),
        ["a subject"] = text => () => _ = SubjectLine.Parse(text).Name,
        ["a header Subject"] = text => Headers(text, headers => headers.Text("Subject")),
        ["a header of addresses"] = text => Headers(text, headers => headers.Addresses("Subject")),
        ["many headers"] = text => Headers(text.Split(['\n', ' ', ',']), headers => headers.Addresses("Subject")),
        ["headers of many names"] = text =>
        {
            var names = new JsonObject(text.Split(['\n', ' ', ',']).Distinct().Select(name => KeyValuePair.Create(name, (JsonNode?)name)));
            var headers = new MailHeaders(JsonSerializer.SerializeToElement(names));
            return () => headers.Addresses("To");
        },
        ["terms"] = text => () => Tokens.Of(text),
        ["marks"] = text => () => s_query.MarksIn(TextColumns.All, text),
        ["a query about a mail"] = text =>
        {
            var mail = new SearchDocument { Kind = MailKind.Patch, Own = text, Files = text.Split('\n'), To = text.Split(','), TrailerNames = [text], MessageId = text };
            return () => s_query.Matches(mail);
        },
        ["a path that is matched"] = text =>
        {
            var mail = new SearchDocument { Kind = MailKind.Patch, Files = [text] };
            var query = Query("dfn:*a*a*a*b*/*c");
            return () => query.Matches(mail);
        },
        ["a snippet"] = text => () => Snippets.Of(text, text, s_query),
        ["a stored text"] = text => () => StoredText.Unpack(new StoredText(text, text).Pack(), (content, diff) => content.Length + diff.Length),
        ["a shown resource"] = text =>
        {
            var json = Json(new JsonObject { ["id"] = 1, ["name"] = text, ["series"] = new JsonArray([.. text.Split('\n').Select((part, id) => new JsonObject { ["id"] = id, ["name"] = part })]) });
            return () => ListedJson.Of(json);
        },
        ["marked HTML"] = text => () => Html.Marked(text, [.. Enumerable.Range(0, text.Length / 8).Select(place => (place * 8)..(place * 8 + 4))]),
        ["a comment as a mail"] = text =>
        {
            var lines = new JsonArray([.. text.Split('\n').Select(line => JsonValue.Create(line))]);
            var json = Json(new JsonObject { ["id"] = 1, ["content"] = text, ["headers"] = new JsonObject { ["A"] = text, ["B"] = lines } });
            return () => CommentMail.Write(json);
        },
        ["a mail in an mbox"] = text => Bytes(text, mail => MboxEscape.Apply(mail)),
        ["text for a log line"] = text => () => Printable.Escape(text),
        ["a date of Patchwork's"] = text => () => ArchivedMail.DateOf(text),
        ["a date of a request"] = text => () => { ApiDate.Parse(text); ApiDate.Parse($"2026-01-01T00:00:00 {text}"); },
        ["a Message-ID, a state, a trailer"] = text => () => { FieldValues.MessageId(text); FieldValues.State(text); FieldValues.Trailer(text); },
        ["an event"] = text =>
        {
            var embedded = string.Join(',', text.Split('\n').Select((part, id) => $"\"comment\":{{\"id\":{id},\"name\":{JsonSerializer.Serialize(part)}}}"));
            var json = JsonSerializer.Deserialize<JsonElement>($$"""{"id":1,"category":"x","project":{"id":1},"payload":{ {{embedded}} } }""");
            return () => ListedJson.CopiesIn(ReadEvent.Of(json, s_server).Event.Payload);
        },
        ["addresses of the server"] = text =>
        {
            var json = JsonSerializer.SerializeToElement(text.Split('\n').Select(part => new { url = s_server + part, name = part }));
            return () => ServerAddress.MakeRelative(json, s_server);
        },
        ["a webhook's payload"] = text => () => PayloadLimit.Apply(Payload(text), 4096),
        ["a signature"] = text => () => WebhookSignature.Fault(["whsec_AAAA"], text, "1", text, Encoding.UTF8.GetBytes(text), DateTimeOffset.UnixEpoch),
        ["a query string"] = text =>
        {
            var query = new QueryString("?" + text.Replace(',', '&').Replace('\n', '&').Replace(' ', '&'));
            return () => new ApiQuery(query).With("a", string.Concat(new ApiQuery(query).All("a")));
        },
        ["events of one resource"] = text => () =>
            RefreshItem.Join(text.Split('\n').Select((part, id) => new RefreshItem(ResourceKind.Patch, 1, 1) { Events = [new EventReference(id, part, "", null)] })).ToList(),
    };

    public static TheoryData<string> EntryPoints => [.. s_entryPoints.Keys];

    [Theory]
    [MemberData(nameof(EntryPoints))]
    public void Time_grows_no_faster_than(string input)
    {
        var prepare = s_entryPoints[input];
        prepare(HostileText.All[0].At(Smallest))();
        Assert.Empty(HostileText.All.Select(shape => Fault(size => prepare(shape.At(size)), Smallest, Largest) is { } fault ? $"{shape}: {fault}" : null).OfType<string>());
    }

    /// <summary>A query is at most 4096 characters long, so its sizes are others.</summary>
    [Fact]
    public void Time_grows_no_faster_than_a_query()
    {
        var shapes = HostileQueryTests.Longest().Select(row => (string)row[1]).Concat(HostileText.All.Select(shape => shape.At(SearchQuery.MaxLength)));
        Assert.Empty(shapes.Select(shape => Fault(
            size =>
            {
                var typed = shape[..Math.Min(shape.Length, size)];
                return () =>
                {
                    // Once would be too quick to be timed.
                    for (var time = 0; time < 10; time++)
                        Read(typed);
                };
            },
            SearchQuery.MaxLength / 8,
            SearchQuery.MaxLength) is { } fault ? $"{Printable.Escape(shape)}: {fault}" : null).OfType<string>());
    }

    /// <summary>What is wrong with the growth; null where nothing is.</summary>
    private static string? Fault(Func<int, Action> prepare, int smallest, int largest)
    {
        var few = ProcessorTime.Of(prepare(smallest), runs: 1);
        for (var size = smallest * 2; size <= largest; size *= 2)
        {
            var work = prepare(size);
            var many = ProcessorTime.Of(work, runs: 1);
            if (!IsTooMuch(few, many, size))
                continue;
            (few, many) = (ProcessorTime.Of(prepare(smallest), runs: 5), ProcessorTime.Of(work, runs: 5));
            if (IsTooMuch(few, many, size))
                return $"{few.TotalMilliseconds:0.00} ms for {smallest}, {many.TotalMilliseconds:0.00} ms for {size}";
        }
        return null;

        bool IsTooMuch(TimeSpan few, TimeSpan many, int size) => many > s_negligible && many > few * Tolerance * (size / smallest);
    }

    private static void Read(string typed)
    {
        try
        {
            var query = Query(typed);
            _ = query.ToString();
            _ = QuerySql.Translate(query);
        }
        catch (QueryException)
        {
        }
    }

    private static SearchQuery Query(string text) => SearchQuery.Parse(text, FixedClock.Instance);

    private static Action Headers(object value, Action<MailHeaders> read)
    {
        var headers = new MailHeaders(JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["Subject"] = value }));
        return () => read(headers);
    }

    private static Action Bytes(string text, Action<byte[]> read)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return () => read(bytes);
    }

    private static byte[] Json(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static JsonObject Payload(string text)
    {
        var lines = text.Split('\n').Select((line, index) => (line, index)).ToList();
        return new JsonObject
        {
            ["series"] = new JsonObject { ["url"] = "/api/series/1/" },
            ["cover"] = new JsonObject { ["content"] = text },
            ["patches"] = new JsonArray([.. lines.Select(line => new JsonObject { ["mbox"] = $"/{line.index}/", ["files"] = new JsonArray(line.line) })]),
        };
    }
}
