using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Mail.Mboxes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hookwork.Tests.Hostile;

/// <summary>
/// The cost of indexing a mail, from the archived JSON to the catalog's rows, and of reading an mbox.
/// </summary>
public sealed class MailCostTests : IDisposable
{
    /// <summary>No mail costs more than 100 ms of processor time for each 100 KB.</summary>
    private static readonly (TimeSpan Time, int Bytes) s_most = (TimeSpan.FromMilliseconds(100), 100 << 10);

    private const int Size = 64 << 10;

    /// <summary>The cost of an ordinary mail of that size on the reference machine.</summary>
    private static readonly TimeSpan s_ordinary = TimeSpan.FromMilliseconds(5);

    private static readonly JsonSerializerOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly SqliteConnection _connection = CatalogSchema.Open("Data Source=:memory:");
    private readonly CatalogWriter _writer;
    private readonly double _slowness;
    private int _id;

    public MailCostTests()
    {
        CatalogSchema.Create(_connection);
        _writer = new CatalogWriter(_connection);
        // On a slower machine, every mail may cost proportionally more.
        var usual = ProcessorTime.Of(
            Indexing(Mail("content", new HostileText("", "One word follows another, * of them.\n").At(Size))),
            runs: 5
        );
        _slowness = Math.Max(1, usual / s_ordinary);
    }

    public static TheoryData<string> Places => ["content", "diff", "Subject", "To"];

    [Theory]
    [MemberData(nameof(Places))]
    public void No_mail_costs_more_than_100_ms_for_each_100_KB(string place) =>
        Assert.Empty(
            HostileText
                .All.Select(shape =>
                    Fault(Mail(place, shape.At(Size)), Indexing) is { } fault ? $"{shape}: {fault}" : null
                )
                .OfType<string>()
        );

    [Theory]
    [InlineData(11, 1000)]
    [InlineData(12, 2000)]
    [InlineData(14, 8000)]
    [InlineData(16, 30_000)]
    [InlineData(18, 60_000)]
    public void Nor_does_one_whose_words_share_a_bucket_of_FTS5(int bits, int words)
    {
        var text = string.Join(' ', Repeat(CollidingTerms.Of(bits).Take(words).ToList()).Take(60_000));
        Assert.Null(Fault(Mail("content", text), Indexing));
    }

    [Fact]
    public void No_mbox_costs_more_than_100_ms_for_each_100_KB()
    {
        var nested = new StringBuilder("Content-Type: multipart/mixed; boundary=0\n\n");
        for (var depth = 0; depth < 400; depth++)
            nested.Append($"--{depth}\nContent-Type: multipart/mixed; boundary={depth + 1}\n\n");
        HostileText[] mails =
        [
            new(nested.ToString(), "--\n"),
            new(nested.ToString(), "--x\n"),
            new("Content-Type: multipart/mixed; boundary=a\n\n", "--a\n\n"),
            new("Content-Type: multipart/mixed; boundary=a\n\n", "--a\nContent-Type: message/rfc822\n\n"),
            new("", "Content-Type: message/rfc822\n\n"),
            new("Content-Type: text/plain", "; a*0=b"),
            new("Subject:", " x\n"),
            new("", "a:\n"),
            new("", "a*: b\n"),
            new("Subject: ", "x"),
        ];
        Assert.Empty(
            mails
                .Concat(HostileText.All)
                .Select(shape =>
                {
                    var mbox = Encoding.UTF8.GetBytes(
                        "From patchwork Mon Dec  1 16:55:02 2025\n" + shape.At(MboxHead.Limit)
                    )[..MboxHead.Limit];
                    return Fault(mbox, bytes => () => MboxHead.PatchworkId(bytes)) is { } fault
                        ? $"{shape}: {fault}"
                        : null;
                })
                .OfType<string>()
        );
    }

    [Fact]
    public void Nor_does_the_mbox_of_a_series()
    {
        var joined = Encoding.UTF8.GetBytes(new HostileText("", "\nFrom patchwork x").At(8 * MboxHead.Limit));
        Assert.Null(Fault(joined, bytes => () => JoinedMbox.Find(bytes, 1, [1])));
    }

    public void Dispose() => _connection.Dispose();

    private string? Fault(byte[] mail, Func<byte[], Action> work)
    {
        var most = s_most.Time * _slowness * mail.Length / s_most.Bytes;
        var took = ProcessorTime.Of(work(mail), runs: 1);
        if (took > most)
            took = ProcessorTime.Of(work(mail), runs: 5);
        return took > most
            ? $"{took.TotalMilliseconds:0} ms for {mail.Length >> 10} KB, where {most.TotalMilliseconds:0} ms is the most"
            : null;
    }

    /// <summary>Indexes a patch; each repetition uses a new id.</summary>
    private Action Indexing(byte[] json) =>
        () =>
        {
            var patch = JsonNode.Parse(json)!;
            patch["id"] = ++_id;
            var archived = new ArchivedSubmission(
                ResourceKind.Patch,
                _id,
                Encoding.UTF8.GetBytes(patch.ToJsonString()),
                []
            );
            _writer.Write(() => _writer.Put(PreparedSubmission.Of(archived, NullLogger.Instance)));
        };

    private static byte[] Mail(string place, string text)
    {
        // Patchwork's JSON has no lone surrogates.
        var value = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var headers = new JsonObject { ["Subject"] = "[PATCH] a", ["From"] = "A <a@b.example>" };
        var patch = new JsonObject
        {
            ["id"] = 1,
            ["msgid"] = "<1@b.example>",
            ["name"] = "a",
            ["content"] = "a",
            ["diff"] = "",
            ["headers"] = headers,
        };
        if (patch.ContainsKey(place))
            patch[place] = value;
        else
            headers[place] = value;
        return JsonSerializer.SerializeToUtf8Bytes(patch, s_json);
    }

    private static IEnumerable<string> Repeat(IReadOnlyList<string> words)
    {
        while (true)
        {
            foreach (var word in words)
                yield return word;
        }
    }
}
