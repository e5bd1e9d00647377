using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;

namespace Hookwork.Tests.Catalog;

/// <summary>Mails and queries over one small vocabulary, so that queries match. Equal seeds yield equal data.</summary>
internal sealed class RandomMails(int seed)
{
    private static readonly string[] Words =
    [
        "vhost",
        "virtio",
        "net",
        "fix",
        "fixes",
        "fixing",
        "patches",
        "a",
        "b",
        "patch",
        "vhost_backend_update_device_iotlb",
        "CONFIG_SPL_NAND",
        "hw/virtio/vhost.c",
        "virtio-net",
        "Größe",
        "grosse",
        "naïve",
        "Ждать",
        "中文字",
        "文",
        "テスト",
        "İstanbul",
        "e\u0301te",
        "\U00010400x",
        "😀smile",
        "NEAR",
        "OR",
        "AND",
        "NOT",
        "a\0b",
        "\"quoted\"",
        "it's",
        "wild*",
        "*",
        "'; DROP TABLE mail; --",
        "\" OR 1=1",
        "x:y",
        "{subject}",
        "subject : a",
        "^a",
        "NEAR(a b)",
        "a + b",
        "1.0",
        "0",
        "--force",
        "->",
        "foo()",
        "\uE000",
        "\uD800z",
        "%_\\",
        new string('q', 65),
    ];

    private static readonly string[] Paths =
    [
        "hw/virtio/vhost.c",
        "hw/virtio/vhost-user.c",
        "docs/a.rst",
        "Makefile",
        "a b/c%_d.h",
        "net/Ünder.c",
        "x\\y",
        "p\0q.c",
        "",
    ];

    private static readonly string[] People =
    [
        "Jane Doe <jane@example.com>",
        "vhost maintainers <vhost@b.org>",
        "中文字 <a@b.org>",
        "naïve",
        "",
    ];

    private static readonly string[] Blobs =
    [
        "abcdef1",
        "ABCDEF12",
        "abcdef1234567890abcdef1234567890abcdef12",
        "1234567",
        "0000000",
        "abcd",
        "ab",
    ];

    private static readonly string[] Ids =
    [
        "<20240501.1-a@b.org>",
        "20240501.2-a@b.org",
        "a(b)*c@d",
        "A b\"c@d",
        "x\0y@z",
    ];

    private static readonly string[] States = ["new", "under-review", "Accepted", "rfc"];

    private static readonly string[] Checks = ["pending", "success", "warning", "fail"];

    private static readonly string[] Names = ["jane", "Ünal", "nobody", "o'neil"];

    private static readonly string[] Trailers = ["Reviewed-by", "Signed-off-by", "fixes", "x-1"];

    private static readonly string[] Projects = ["qemu-devel", "Linux"];

    private static readonly string[] TextPrefixes =
    [
        "",
        "",
        "",
        "s:",
        "f:",
        "t:",
        "c:",
        "tc:",
        "a:",
        "b:",
        "nq:",
        "q:",
        "bs:",
        "dfa:",
        "dfb:",
        "dfctx:",
        "dfhh:",
        "dfn:",
        "l:",
        "n:",
        "reviewer:",
    ];

    private static readonly string[] Lists = ["qemu-devel.nongnu.org", "netdev.vger.kernel.org", "Odd list \"1\""];

    private static readonly string[] PatchIds =
    [
        "0123456789abcdef0123456789abcdef01234567",
        "89abcdef0123456789abcdef0123456789abcdef",
    ];

    private static readonly string[] Tags = ["RFC", "net-next", "v2", "1/3", "a b"];

    private readonly Random _random = new(seed);

    public SearchDocument[] Documents(int count)
    {
        var project = One(Projects);
        var mails = Enumerable.Range(0, count).Select(_ => Document(project)).ToArray();
        // MailShelf has a cover letter for each mail without a status.
        var covered = mails.Where(mail => mail.Status is null).SelectMany(mail => mail.Series).ToHashSet();
        return [.. mails.Select(mail => mail with { HasCover = mail.Series.Any(covered.Contains) })];
    }

    private SearchDocument Document(string project)
    {
        var kind = One(Enum.GetValues<MailKind>());
        return new()
        {
            Kind = kind,
            IsPull = Chance(4),
            Subject = Text(6),
            From = One(People),
            To = Some(3, () => One(People)),
            Cc = Some(3, () => One(People)),
            Own = Text(12),
            Quoted = Text(6),
            Files = Some(4, () => One(Paths)),
            Added = Text(6),
            Removed = Text(6),
            Context = Text(6),
            HunkHeaders = Some(3, () => Text(3)),
            BlobsBefore = Some(3, () => One(Blobs)),
            BlobsAfter = Some(3, () => One(Blobs)),
            MessageId = One(Ids),
            Date = new DateTimeOffset(2024, 5, 15, 0, 0, 0, TimeSpan.FromHours(_random.Next(-12, 13)))
                .AddHours(-_random.Next(400))
                .AddTicks(_random.Next(-3, 4)),
            Status = kind == MailKind.Patch || kind == MailKind.Comment && Chance(2) ? Status() : null,
            Project = project,
            Series = Some(3, () => (long)_random.Next(1, 4)),
            TrailerNames = Some(3, () => One(Trailers)),
            Received = Chance(2) ? new DateTimeOffset(2024, 5, _random.Next(1, 16), 3, 0, 0, TimeSpan.Zero) : default,
            Size = _random.Next(3000),
            ListIds = Some(2, () => One(Lists)),
            References = Some(3, () => One(Ids)),
            FileNames = Some(2, () => One(Paths)),
            HasAttachment = Chance(3),
            PatchId = Chance(2) ? One(PatchIds) : null,
            ChangeId = Chance(3) ? One(PatchIds)[..20] : null,
            Tags = Some(3, () => One(Tags)),
            Version = _random.Next(1, 4),
            Reviewers = Some(2, () => One(People)),
            HasComments = kind == MailKind.Comment,
        };
    }

    private PatchStatus Status() =>
        new(
            One(States),
            Chance(2),
            One(Checks),
            Chance(2) ? One(Names) : null,
            Chance(2) ? One(Names) + "@b.org" : null
        );

    /// <summary>A query; mostly well-formed.</summary>
    public string Query(int depth = 3)
    {
        var kind = depth == 0 ? 0 : _random.Next(12);
        return kind switch
        {
            < 4 => Atom(),
            4 when Chance(2) => Near(),
            4 => $"({Query(depth - 1)} XOR {Query(depth - 1)})",
            5 or 6 => $"{Query(depth - 1)} {Query(depth - 1)}",
            7 => $"{Query(depth - 1)} OR {Query(depth - 1)}",
            8 => $"({Query(depth - 1)}{(Chance(2) ? " AND " : " OR ")}{Query(depth - 1)})",
            9 => $"-({Query(depth - 1)})",
            10 => $"NOT {Atom()} {Query(depth - 1)}",
            _ => $"{One(TextPrefixes)}({Word()} OR -{Word()} {Word()})",
        };
    }

    private string Atom() =>
        (Chance(4) ? "-" : "")
        + _random.Next(12) switch
        {
            < 6 => One(TextPrefixes) + Phrase(),
            6 => "dfn:" + Quoted(PathPattern()),
            7 => "d:" + Dates(),
            8 => (
                Chance(2) ? "dfblob:"
                : Chance(2) ? "dfpre:"
                : "dfpost:"
            ) + Cut(One(Blobs)),
            9 => Chance(3)
                ? "m:" + Cut("20240501.2-a@b.org") + "*"
                : One(["m:", "mid:", "references:"]) + Quoted(One(Ids)),
            _ => Value(),
        };

    private string Value() =>
        _random.Next(16) switch
        {
            0 => "is:" + One(["patch", "cover", "comment", "pull"]),
            1 => "state:" + One(States),
            2 => "delegate:" + Quoted(One(Names) + (Chance(3) ? "@b.org" : "")),
            3 => "archived:" + (Chance(2) ? "yes" : "no"),
            4 => "check:" + One(Checks),
            5 => "p:" + One(Projects),
            6 => "series:" + _random.Next(1, 5),
            7 => "lid:" + Quoted(One(Lists)),
            8 => "patchid:" + One(PatchIds),
            9 => "changeid:" + One(PatchIds)[..20],
            10 => "prefix:" + Quoted(One(Tags)),
            11 => "version:" + _random.Next(1, 5),
            12 => "has:" + One(["review", "ack", "test", "fixes", "pull", "cover", "comments", "attachment"]),
            13 => $"z:{_random.Next(2000)}..{_random.Next(1000, 4000)}",
            14 => One(["rt:", "dt:"]) + Dates(),
            _ => "tag:" + One(Trailers),
        };

    private string Near()
    {
        var prefix = One(TextPrefixes);
        string[] words = ["vhost", "virtio", "net", "fix", "a", "b", "patch", "config", "hw", "c"];
        var sign = Chance(2) ? "NEAR" : "ADJ";
        var distance = Chance(2) ? "" : $"/{_random.Next(1, 9)}";
        return $"({string.Join($" {sign}{distance} ", Enumerable.Range(0, _random.Next(2, 4)).Select(_ => prefix + One(words)))})";
    }

    private string Phrase() =>
        _random.Next(4) switch
        {
            0 => Quoted(Text(3)) + (Chance(4) ? "*" : ""),
            1 => Cut(Word()) + "*",
            _ => Word(),
        };

    private string PathPattern() =>
        _random.Next(5) switch
        {
            0 => One(Paths),
            1 => "/" + Cut(One(Paths)) + "*",
            2 => "*" + One(["st.c", "rst", ".h", "q.c", "y", "file"]),
            3 => One(["hw/", "docs/", "virtio/", "/hw/", "/virtio/", "*.c", "hw/*.c", "*a*", "h*v*c", "*"]),
            _ => Cut(One(Paths)) + "*" + One([".c", "", "*", "%", "_"]),
        };

    private string Dates()
    {
        string Day() =>
            One(["20240514", "2024-05-10", "2.days.ago", "yesterday", "20240513120000", "2024-05", "today"]);
        return _random.Next(4) switch
        {
            0 => Day(),
            1 => Day() + "..",
            2 => ".." + Day(),
            _ => Day() + ".." + Day(),
        };
    }

    private string Text(int most) => string.Join(Chance(5) ? "\n" : " ", Some(most, () => One(Words)));

    private string Word() => One(Words).Replace(" ", "");

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"")}\"";

    private string Cut(string text) => text[.._random.Next(Math.Min(1, text.Length), text.Length + 1)];

    private List<T> Some<T>(int most, Func<T> make) =>
        [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => make())];

    private T One<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private bool Chance(int of) => _random.Next(of) == 0;
}
