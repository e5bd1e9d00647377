using FsCheck;
using FsCheck.Fluent;
using Hookwork.Mail;
using Hookwork.Tests.Recorded;

namespace Hookwork.Tests.Mail;

/// <summary>The trailers of a commit message are those of <c>git interpret-trailers --parse</c>.</summary>
public sealed class TrailersOfGitTests
{
    private const string Signed = "Signed-off-by: A B <a@b.example>";

    /// <summary>The trailer of a message of its own, after each of many that git reads in one run.</summary>
    private const string End = "End-of-message: 1\n";

    private static readonly Gen<string> Trailer = Gen.Frequency(
        (4, Gen.Elements("Reviewed-by: A B <a@b.example>", "Acked-by: A B", "Tested-by: c@d.example # rings")),
        (2, Gen.Elements("Fixes: 0123456789ab (\"ring: a\")", "Closes: https://x.example/1", "Cc: c@d.example # 6.1+")),
        (2, Gen.Elements("Coverity-Id: 7", "Acked-for-MFD-by: A <a@b.example>", "Foo : bar", "ISSUE: x", "x-y:z")),
        (2, Gen.Elements("Fixes: 0123456789ab (\"ring:\n a\")", "Reported-by: A B\n\t<a@b.example>\n  (again)"))
    );

    private static readonly Gen<string> Prose = Gen.Elements(
        "Words, and\nmore words.",
        "ring: a\nand b",
        "A list:\n - a\n - b: c",
        "One has Reviewed-by: A B <a@b.example> within.",
        "  Indented: a\n  Reviewed-by: A B <a@b.example>"
    );

    private static readonly Gen<string> Message =
        from prose in Prose.ArrayOf()
        from trailers in Trailer.ArrayOf()
        from other in Gen.Elements("", "[a: tidied it]\n", "(cherry picked from commit 0123456789ab)\n", "words\n")
        from end in Gen.Elements("", "\n", "---\nv2: a\n\n x.c | 2 +-\n", "---\nReviewed-by: C <c@d.example>\n")
        from block in Gen.Elements(other + string.Concat(trailers.Select(line => line + "\n")) + Signed + "\n", "")
        select string.Concat(prose.Take(4).Prepend("ring: tidy").Select(paragraph => paragraph + "\n\n")) + block + end;

    /// <summary>The text of a mail is more than a commit message: where the trailers are not those of git, and
    /// why.</summary>
    public static TheoryData<string, string, string, string> Differences =>
        new()
        {
            {
                "Patchwork counts a usual one anywhere",
                $"t\n\nAcked-by: A B\n\n{Signed}",
                Signed,
                $"Acked-by: A B|{Signed}"
            },
            { "Patchwork counts a usual one anywhere, the first line included", Signed, "", Signed },
            { "Among prose, a block has a usual one", "t\n\nNext: words", "Next: words", "" },
            { "A reviewer's tag makes a block", "t\n\nFoo: a\nwords\nAcked-by: A B", "", "Foo: a|Acked-by: A B" },
            {
                "git format-patch writes it",
                $"t\n\n{Signed}\nbase-commit: 01234567",
                $"{Signed}|base-commit: 01234567",
                Signed
            },
            { "A version is prose", $"t\n\nv2: better\n{Signed}", $"v2: better|{Signed}", Signed },
            { "A note is prose", $"t\n\nNote: words\n{Signed}", $"Note: words|{Signed}", Signed },
            {
                "Mail headers are repeated",
                $"t\n\nFrom: A <a@b.example>\n{Signed}",
                $"From: A <a@b.example>|{Signed}",
                ""
            },
            { "Without a value it says nothing", $"t\n\nFoo:\n{Signed}", $"Foo:|{Signed}", Signed },
            { "Usual names are spelled the usual way", "t\n\nACKED-BY: A B", "ACKED-BY: A B", "Acked-by: A B" },
            {
                "A mail program wrapped it within quotes",
                $"t\n\nFixes: 0123456789 (\"ring: a\nb\")\n{Signed}",
                $"Fixes: 0123456789 (\"ring: a|{Signed}",
                $"Fixes: 0123456789 (\"ring: a b\")|{Signed}"
            },
            {
                "A mail program wrapped it before the address",
                $"t\n\nAcked-by: A B\n<a@b.example>\n{Signed}",
                $"Acked-by: A B|{Signed}",
                $"Acked-by: A B <a@b.example>|{Signed}"
            },
            { "A signature ends a mail", $"t\n\n{Signed}\n-- \nPhone: 1", $"{Signed}|Phone: 1", Signed },
            { "A reply has no part below three dashes", "t\n\n> a\n---\nAcked-by: A B", "", "Acked-by: A B" },
            {
                "An original message is not the reply's own",
                $"t\n\nwords\n\n-----Original Message-----\n\n{Signed}",
                Signed,
                ""
            },
            { "Gerrit's starts with an I", $"t\n\nChange-Id: 7\n{Signed}", $"Change-Id: 7|{Signed}", Signed },
        };

    [ClientFact("git")]
    public async Task Those_of_every_recorded_message_are()
    {
        var messages = new[] { "patches", "covers" }
            .SelectMany(Exchanges.Read)
            .Select(mail => (string?)mail["content"] ?? "")
            .Distinct(StringComparer.Ordinal)
            .ToList();

        foreach (var (message, git) in messages.Zip(await OfGitAsync(messages)))
            Assert.Equal((git, message), (Ours(message), message));
    }

    [ClientFact("git")]
    public async Task Those_of_generated_messages_are()
    {
        var messages = Message.Sample(500).ToList();

        foreach (var (message, git) in messages.Zip(await OfGitAsync(messages)))
            Assert.Equal((git, message), (Ours(message), message));
    }

    [ClientTheory("git")]
    [MemberData(nameof(Differences))]
    public async Task Those_of_a_mail_are_not_where_there_is_a_reason(
        string reason,
        string mail,
        string git,
        string ours
    )
    {
        Assert.NotEmpty(reason);
        Assert.Equal(git, Assert.Single(await OfGitAsync([mail])));
        Assert.Equal(ours, Ours(mail));
    }

    private static string Ours(string message) => string.Join('|', Trailers.Of(message));

    /// <summary>The trailers of each message.</summary>
    private static async Task<IReadOnlyList<string>> OfGitAsync(IReadOnlyList<string> messages)
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-trailers").FullName;
        var end = Path.Combine(folder, "end");
        await File.WriteAllTextAsync(end, $"t\n\n{End}");
        List<string> files = [];
        foreach (var (at, message) in messages.Index())
        {
            files.AddRange([Path.Combine(folder, $"{at}"), end]);
            await File.WriteAllTextAsync(files[^2], message + "\n");
        }
        var output = await Git.RunAsync("", ["interpret-trailers", "--parse", .. files]);
        Directory.Delete(folder, recursive: true);
        var parts = output.Split(End);
        Assert.Equal(messages.Count + 1, parts.Length);
        return
        [
            .. parts[..^1]
                .Select(part =>
                    part.TrimEnd('\n')
                        .Replace('\n', '|')
                        // An empty value is printed with the space before it.
                        .Replace(": |", ":|", StringComparison.Ordinal)
                ),
        ];
    }
}
