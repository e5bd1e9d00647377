using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Api.Http;
using Hookwork.Api.Lists;
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
using Hookwork.Mail.Diffs;
using Hookwork.Mail.RangeDiffs;
using Hookwork.Mail.Reviews;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Hookwork.Search;
using Hookwork.Search.Formats;
using Hookwork.Site.Diffs;
using Hookwork.Site.Mails;
using Hookwork.Site.Reviews;
using Hookwork.Site.SeriesPages;
using Hookwork.Site.Texts;
using Hookwork.Tests.Catalog;
using Hookwork.Webhooks.Payloads;
using Hookwork.Webhooks.Targets;
using Microsoft.AspNetCore.Http;

namespace Hookwork.Tests.Hostile;

/// <summary>No entry point takes time that grows faster than its input.</summary>
public sealed class GrowthTests
{
    /// <summary>The allowed growth of the cost per character, for cache misses and garbage collection.</summary>
    private const double Tolerance = 3;

    /// <summary>
    /// The time that the largest input may always take, even with quadratic growth. Its strings are on the heap of large
    /// objects, whose fresh memory alone takes some 10 ms on a slow machine.
    /// </summary>
    private static readonly TimeSpan s_negligible = TimeSpan.FromMilliseconds(50);

    private static readonly int[] s_characters = [8 << 10, 16 << 10, 32 << 10, 64 << 10];
    private static readonly Dictionary<HostileText, string> s_longest = [];
    private static readonly int[] s_items = [2 << 10, 4 << 10, 8 << 10, 16 << 10];
    private static readonly int[] s_typed =
    [
        SearchQuery.MaxLength / 8,
        SearchQuery.MaxLength / 4,
        SearchQuery.MaxLength / 2,
        SearchQuery.MaxLength,
    ];

    private static readonly Uri s_server = new("https://patchwork.example.org/");
    private static readonly string s_secret = $"whsec_{Convert.ToBase64String(new byte[32])}";
    private static readonly SearchQuery s_query = Query("a \"b c d\" x* s:y OR \"a a a b\" OR dfn:*a*b/");

    /// <summary>The parsers of text. Each function turns a text into the work to time.</summary>
    private static readonly Dictionary<string, Func<string, Action>> s_texts = new(StringComparer.Ordinal)
    {
        ["the text of a mail"] = text => () => MailBody.Of(text),
        ["a reply"] = text => () => MailBody.Of(text, isReply: true, headers: text),
        ["a diff"] = text => () => MailBody.Of("", text),
        ["what git would commit"] = text => () => CommittedMail.Of(text, text, $"From: {text}", text),
        ["a patch-id"] = text => () => PatchId.Of(text),
        ["a mail that is reviewed"] = text =>
        {
            var files = Diff.Parse(text);
            return () => ReviewedMail.Of(text, files, text);
        },
        ["the subject of a comment"] = text => () => HeaderText.Subject(text),
        ["a review"] = text => Review(text, text),
        ["a review that quotes all"] = text =>
            Review(text, "> " + text.Replace("\n", "\n> ", StringComparison.Ordinal)),
        ["a text in pieces"] = text => () => TextPieces.Of(text),
        ["a message in blocks"] = text =>
        {
            var nothing = ReviewPlaces.Of(ReviewedMail.Of("", []), [], _ => true);
            return () => MessageBlock.Of(text, nothing);
        },
        ["a diff on a page"] = text =>
        {
            var files = Diff.Parse(text);
            return () => DiffModel.Of(files, DiffModel.Shown(files, null), null, _ => true);
        },
        ["a word of a command"] = text => () => ShellWord.Of(text),
        ["a subject"] = text => () => _ = SubjectLine.Parse(text).Name,
        ["a header Subject"] = text => Headers(text, headers => headers.Text("Subject")),
        ["a header of addresses"] = text => Headers(text, headers => headers.Addresses("Subject")),
        ["terms"] = text => () => Tokens.Of(text),
        ["a query about a mail"] = text =>
            () =>
                s_query.Matches(
                    new SearchDocument
                    {
                        Kind = MailKind.Patch,
                        Own = text,
                        Files = [text],
                        TrailerNames = [text],
                        MessageId = text,
                    }
                ),
        ["marks of words"] = text => () => s_query.MarksIn(TextColumns.Unprefixed, text),
        ["a snippet"] = text => () => Snippets.Of(text, text, s_query),
        ["a stored text"] = text =>
            () =>
                StoredText.Unpack(
                    ZstdDictionary.None,
                    new StoredText(text, "").Pack(ZstdDictionary.None),
                    (content, diff) => content.Length + diff.Length
                ),
        ["a resource"] = text =>
        {
            var json = Json(new JsonObject { ["id"] = 1, ["name"] = text });
            return () => ListedJson.Of(json);
        },
        ["a comment as a mail"] = text =>
        {
            var json = Json(
                new JsonObject
                {
                    ["id"] = 1,
                    ["content"] = text,
                    ["headers"] = new JsonObject { ["A"] = text },
                }
            );
            return () => CommentMail.Write(json);
        },
        ["text for a log line"] = text => () => Printable.Escape(text),
        ["a date of Patchwork's"] = text => () => ArchivedMail.DateOf(text),
        ["a date of a request"] = text =>
            () => (ApiDate.Parse(text), ApiDate.Parse($"2026-01-01T00:00:00 {text}")).ToString(),
        ["values of fields"] = text =>
            () => (FieldValues.MessageId(text), FieldValues.State(text), FieldValues.Trailer(text)).ToString(),
        ["an address of the server"] = text => () => ServerAddress.Relative(s_server + text, s_server),
        ["signatures"] = text =>
            () =>
                WebhookSignature.Fault(
                    [s_secret],
                    text,
                    "1",
                    text,
                    Encoding.UTF8.GetBytes(text),
                    DateTimeOffset.UnixEpoch
                ),
    };

    /// <summary>The parsers of lists. Each function turns a number of items into the work to time.</summary>
    private static readonly Dictionary<string, Func<int, Action>> s_lists = new(StringComparer.Ordinal)
    {
        ["headers of one name"] = many => Headers(Names(many), headers => headers.Addresses("Subject")),
        ["headers of many names"] = many =>
        {
            var names = new JsonObject(Names(many).Select(name => KeyValuePair.Create(name, (JsonNode?)name)));
            var headers = new MailHeaders(JsonSerializer.SerializeToElement(names));
            return () => headers.Addresses("To");
        },
        ["authors that a list kept"] = many =>
        {
            var headers = new Dictionary<string, string>
            {
                ["From"] = string.Join(", ", Names(many).Select(name => $"{name}@a")),
                ["X-Original-From"] = string.Join(", ", Names(many).Select(name => $"{name}@b")),
            };
            var mail = new Patch { Id = 1, Headers = JsonSerializer.SerializeToElement(headers) };
            return () => ArchivedMail.Of(mail);
        },
        ["series of a patch"] = many =>
        {
            var json = Json(
                new JsonObject
                {
                    ["series"] = new JsonArray([
                        .. Enumerable.Range(0, many).Select(id => new JsonObject { ["id"] = id }),
                    ]),
                }
            );
            return () => ListedJson.Of(json);
        },
        ["comments of an event"] = many =>
        {
            var comments = string.Join(',', Enumerable.Range(0, many).Select(id => $"\"comment\":{{\"id\":{id}}}"));
            var e = JsonElement.Parse($$"""{"id":1,"project":{"id":1},"payload":{ {{comments}} } }""");
            return () => ListedJson.CopiesIn(ReadEvent.Of(e, s_server).Event.Payload);
        },
        ["patches of a webhook's payload"] = many =>
            () =>
                PayloadLimit.Apply(
                    new JsonObject
                    {
                        ["patches"] = new JsonArray([
                            .. Names(many)
                                .Select(name => new JsonObject { ["mbox"] = name, ["files"] = new JsonArray(name) }),
                        ]),
                    },
                    4096
                ),
        ["events of one resource"] = many =>
            () =>
                RefreshItem
                    .Join(
                        Enumerable
                            .Range(0, many)
                            .Select(id => new RefreshItem(ResourceKind.Patch, 1, 1)
                            {
                                Events = [new EventReference(id, "", "", null)],
                            })
                    )
                    .ToList(),
        ["marks in HTML"] = many =>
            () =>
                SnippetHtml.Of(
                    new Snippet(
                        new string('<', 8 * many),
                        [.. Enumerable.Range(0, many).Select(place => (place * 8)..(place * 8 + 4))]
                    )
                ),
        ["lines of a mail in an mbox"] = many =>
            () => MboxEscape.Apply(Encoding.UTF8.GetBytes(string.Join('\n', Names(many).Select(_ => ">>>From ")))),
        ["reviewers of a series"] = many =>
        {
            List<ReviewTag> tags = [.. Names(many).Select(name => new ReviewTag(ReviewTagKind.Reviewed, name))];
            return () => Assert.Equal(many - 50, TagMatrix.Of([tags, tags]).More);
        },
        ["answers to a long comment"] = many =>
        {
            var mail = ReviewedMail.Of("", []);
            List<MailComment> comments =
            [
                Answer(0, string.Join('\n', Names(many))),
                .. Enumerable.Range(1, many).Select(id => Answer(id, "yes")),
            ];
            return () => ReviewPlaces.Of(mail, comments, _ => true);
        },
        ["answers to many remarks"] = many =>
        {
            var mail = ReviewedMail.Of("", []);
            List<MailComment> comments =
            [
                Answer(0, string.Concat(Enumerable.Repeat("> a\nno\n", many))),
                .. Enumerable.Range(1, many).Select(id => Answer(id, "yes")),
            ];
            return () => ReviewPlaces.Of(mail, comments, _ => true);
        },
        ["quoted lines whose rest has no mark"] = many =>
            Review(string.Concat(Enumerable.Repeat("aa\n", many)), string.Concat(Enumerable.Repeat("> a\na\n", many))),
        ["submitters that a list is filtered by"] = many =>
            () =>
            {
                using var catalog = CatalogSchema.Open("Data Source=:memory:");
                CatalogSchema.Create(catalog);
                using var people = catalog.CreateCommand();
                people.CommandText = "INSERT INTO person SELECT key, NULL, value, '' FROM json_each($names)";
                people.Parameters.AddWithValue("$names", $"[\"{string.Join("\",\"", Names(many))}\"]");
                people.ExecuteNonQuery();
                Assert.Equal(many, new FilterInput(Names(many), [catalog], null!).Ids("person", "email")!.Count);
            },
        ["lines that one of many blanks may replace"] = many =>
        {
            var removed = string.Concat(Enumerable.Repeat("-a\n", many));
            var added = $"+{new string(' ', 8 * many)}b\n";
            var hunk = Diff.Parse($"--- a/x\n+++ b/x\n@@ -1,{many} +1 @@\n{removed}{added}")[0].Hunks[0];
            return () => new WordMarks().Of(hunk);
        },
        ["quotes in the words of a request"] = many =>
            () => SearchWords.In(string.Concat(Enumerable.Repeat("\\\" ", many))),
        ["parameters of a request"] = many =>
            () => new ApiQuery(new QueryString("?" + string.Join('&', Names(many)))).With("a", "b"),
    };

    public static TheoryData<string> Texts => [.. s_texts.Keys];

    public static TheoryData<string> Lists => [.. s_lists.Keys];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Time_grows_no_faster_than(string text) =>
        Assert.Empty(
            HostileText
                .All.Select(shape => Fault(shape.ToString(), size => s_texts[text](At(shape, size)), s_characters))
                .OfType<string>()
        );

    [Theory]
    [MemberData(nameof(Lists))]
    public void Time_grows_no_faster_than_the_number_of(string items) =>
        Assert.Null(Fault(items, s_lists[items], s_items));

    /// <summary>
    /// A query has at most 8192 characters, so its sizes are smaller, and it is parsed several times.
    /// </summary>
    [Fact]
    public void Time_grows_no_faster_than_a_query() =>
        Assert.Empty(
            HostileQueryTests
                .Longest()
                .Select(row => (string)row[1])
                .Concat(HostileText.All.Select(shape => shape.At(SearchQuery.MaxLength)))
                .Select(typed =>
                    Fault(
                        typed,
                        size =>
                            () =>
                                Enumerable
                                    .Range(0, 10)
                                    .ToList()
                                    .ForEach(_ => Read(typed[..Math.Min(typed.Length, size)])),
                        s_typed
                    )
                )
                .OfType<string>()
        );

    /// <summary>A description of excessive growth; null if there is none.</summary>
    private static string? Fault(string name, Func<int, Action> prepare, int[] sizes)
    {
        var all = prepare(sizes[^1]);
        if (ProcessorTime.Of(all, runs: 1) < s_negligible || ProcessorTime.Of(all, runs: 3) < s_negligible)
            return null;
        // Both again: on a busy machine the first runs may come before their code is optimized, and it may slow down.
        return Growth() is null ? null : Growth();

        string? Growth()
        {
            var few = ProcessorTime.Of(prepare(sizes[0]), runs: 5);
            foreach (var size in sizes[1..])
            {
                var many = ProcessorTime.Of(size == sizes[^1] ? all : prepare(size), runs: 3);
                var bound = few * Tolerance * (size / sizes[0]);
                if (many > bound && many > s_negligible)
                    return $"{Printable.Escape(name)}: {few.TotalMilliseconds:0.0} ms for {sizes[0]}, "
                        + $"{many.TotalMilliseconds:0.0} ms for {size}";
            }
            return null;
        }
    }

    /// <summary>A text at a size. The longest is made once, for all parsers.</summary>
    private static string At(HostileText shape, int size)
    {
        if (size != s_characters[^1])
            return shape.At(size);
        if (!s_longest.TryGetValue(shape, out var text))
            s_longest.Add(shape, text = shape.At(size));
        return text;
    }

    private static void Read(string typed)
    {
        try
        {
            var query = Query(typed);
            _ = query.ToString();
            using var connection = CatalogSchema.Open("Data Source=:memory:");
            CatalogSchema.Create(connection);
            _ = QuerySql.Translate(query, connection);
        }
        catch (QueryException) { }
    }

    private static SearchQuery Query(string text) => SearchQuery.Parse(text, FixedClock.Instance);

    /// <summary>A comment that answers the comment 0.</summary>
    private static MailComment Answer(long id, string text) =>
        new()
        {
            Id = id,
            Sender = new MailPerson(null, "", ""),
            Date = DateTimeOffset.UnixEpoch,
            Subject = "",
            MessageId = $"{id}@test",
            References = ["0@test"],
            Text = text,
            IsAddressed = null,
        };

    private static Action Review(string mail, string reply)
    {
        var reviewed = ReviewedMail.Of(mail, Diff.Parse(mail));
        return () => reviewed.Read(reply, [reviewed.Read(reply)]);
    }

    private static Action Headers(object value, Action<MailHeaders> read)
    {
        var headers = new MailHeaders(
            JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["Subject"] = value })
        );
        return () => read(headers);
    }

    private static byte[] Json(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static string[] Names(int many) => [.. Enumerable.Range(0, many).Select(number => $"n{number}")];
}
