using System.Globalization;
using System.Text;
using System.Text.Json;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Patchwork.Resources;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Catalog.Lore;

/// <summary>Mails for Hookwork and, as the bytes that a list would get, for public-inbox.</summary>
internal static class LoreMails
{
    private static readonly string[] Prose =
    [
        "guard",
        "guards",
        "guarding",
        "leak",
        "leaks",
        "leaked",
        "migrate",
        "migration",
        "migrating",
        "queue",
        "queues",
        "ring",
        "rings",
        "relational",
        "happy",
        "happiness",
        "dying",
        "die",
        "controller",
        "controlled",
        "timeout",
        "the",
        "of",
        "buffer",
        "buffers",
        "KVM",
        "Intel",
        "TCP/IP",
        "use-after-free",
        "v4l2",
        "naïve",
        "Linux",
    ];

    private static readonly string[] Names =
    [
        "vhost_dev_init",
        "kmalloc",
        "virtqueue_size",
        "CONFIG_SPL_NAND",
        "spin_lock",
        "retval",
        "err",
    ];

    private static readonly string[] People =
    [
        "Alice Adams <alice@adams.example>",
        "Bob Brown <bob@brown.example>",
        "\"Chen, Carol\" <carol@chen.example>",
        "Dmitri Dorn <ddorn@dorn.example>",
        "Erik Ericsson <erik.e@ericsson.example>",
    ];

    private static readonly string[] Lists =
    [
        "qemu-devel.nongnu.example",
        "netdev.vger.example",
        "linux-media.vger.example",
    ];

    private static readonly string[] Tags = ["PATCH", "PATCH v2", "PATCH net-next v3", "RFC PATCH", "PATCH 1/3"];

    /// <summary>Every patch, cover letter and comment of the recording.</summary>
    public static IEnumerable<(SearchDocument Document, byte[] Bytes)> Recorded()
    {
        var patches = Exchanges.Read("patches").Select(node => Read<Patch>(node.ToJsonString())).ToList();
        var covers = Exchanges.Read("covers").Select(node => Read<Cover>(node.ToJsonString())).ToList();
        var submissions = patches.Concat<Submission>(covers).ToList();
        foreach (var submission in submissions)
            yield return Both(submission);
        foreach (var kind in (string[])["patch", "cover"])
        {
            foreach (var line in Exchanges.Read($"{kind}-comments"))
            {
                var parent = (kind == "patch" ? (IEnumerable<Submission>)patches : covers).First(one =>
                    one.Id == (long)line[kind]!
                );
                foreach (var node in line["comments"]!.AsArray())
                {
                    var comment = Read<Comment>(node!.ToJsonString());
                    yield return (
                        ArchivedMail.Of(comment, parent).Document,
                        Bytes(comment.Headers, comment.Content ?? "", "")
                    );
                }
            }
        }
    }

    /// <summary>Made-up mails, always the same.</summary>
    public static IEnumerable<(SearchDocument Document, byte[] Bytes)> Generated(int count)
    {
        var random = new Random(1);
        for (var number = 0; number < count; number++)
        {
            var date = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(200_000));
            var title = Words(random, 4);
            var from = One(random, People);
            Dictionary<string, object> headers = new()
            {
                ["From"] = from,
                ["To"] = One(random, People),
                ["Cc"] = $"{One(random, People)}, {One(random, People)}",
                ["Subject"] = $"[{One(random, Tags)}] {title}",
                ["Message-ID"] = $"<{date:yyyyMMddHHmmss}.{number}-{random.Next(9)}-x@host{random.Next(20)}.example>",
                ["Date"] = date.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture),
                ["List-Id"] = $"The list <{One(random, Lists)}>",
                ["Received"] = (string[])
                    [
                        $"from a by b; {date.AddMinutes(random.Next(3000)).ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)}",
                        "from c by a; Thu, 01 Jan 2015 00:00:00 +0000",
                    ],
            };
            // A name is several words here and one on lore, so none is between words of which NEAR counts the distance.
            var content = new StringBuilder();
            for (var line = random.Next(3); line > 0; line--)
                content.Append("> ").Append(Words(random, 7)).Append('\n');
            content.Append(One(random, Names)).Append(" fails\n");
            for (var line = random.Next(1, 6); line > 0; line--)
                content.Append(Words(random, 7)).Append('\n');
            var isPatch = random.Next(6) == 0;
            if (isPatch)
                content.Append("---\n");
            var json = JsonSerializer.SerializeToElement(headers);
            Submission submission = isPatch ? new Patch { Diff = Diff(random) } : new Cover();
            yield return Both(
                submission with
                {
                    Id = number + 1,
                    Name = title,
                    Msgid = (string)headers["Message-ID"],
                    Date = date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                    Submitter = new Person { Id = 1, Email = from[(from.IndexOf('<') + 1)..^1] },
                    Headers = json,
                    Content = content.ToString(),
                }
            );
        }
    }

    private static (SearchDocument, byte[]) Both(Submission submission) =>
        (
            ArchivedMail.Of(submission).Document,
            Bytes(submission.Headers, submission.Content ?? "", (submission as Patch)?.Diff ?? "")
        );

    private static byte[] Bytes(JsonElement headers, string content, string diff)
    {
        var mail = new StringBuilder();
        foreach (var header in headers.EnumerateObject())
        {
            if (header.Name is "MIME-Version" or "Content-Type" or "Content-Transfer-Encoding")
                continue;
            foreach (
                var value in header.Value.ValueKind == JsonValueKind.Array
                    ? header.Value.EnumerateArray().ToArray()
                    : [header.Value]
            )
                mail.Append($"{header.Name}: {value.GetString()!.ReplaceLineEndings("\n")}\n");
        }
        mail.Append("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n");
        mail.Append(content).Append(content.EndsWith('\n') ? "" : "\n").Append(diff);
        return Encoding.UTF8.GetBytes(mail.ToString());
    }

    private static string Diff(Random random)
    {
        var file = $"{One(random, ["hw/net", "drivers/media", "docs"])}/{One(random, ["core", "main", "table"])}.c";
        return $"""
            diff --git a/{file} b/{file}
            index {random.NextInt64(1L << 40):x12}..{random.NextInt64(1L << 40):x12} 100644
            --- a/{file}
            +++ b/{file}
            @@ -{random.Next(1, 99)},3 +{random.Next(1, 99)},3 @@ int {One(random, ["probe", "remove", "resume"])}(void)
             	{One(random, Names)}(context);
            -	removed {One(random, Names)} {Words(random, 2)};
            +	added {One(random, Names)} {Words(random, 2)};
             	return;

            """;
    }

    private static string Words(Random random, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ => One(random, Prose)));

    private static T One<T>(Random random, T[] of) => of[random.Next(of.Length)];

    private static T Read<T>(string json) =>
        (T)JsonSerializer.Deserialize(json, PatchworkJson.Default.GetTypeInfo(typeof(T))!)!;
}
