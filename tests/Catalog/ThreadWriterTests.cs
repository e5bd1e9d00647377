using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Threads;

namespace Hookwork.Tests.Catalog;

/// <summary>Threads in the catalog, beside those that a plain closure over the references gives.</summary>
public sealed class ThreadWriterTests
{
    private static readonly StoredText s_text = new("", "");

    [Fact]
    public void Mails_that_refer_to_each_other_are_one_thread_in_whatever_order_they_come()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var mails = Mails(random);
            using var shelf = new MailShelf();
            var indexer = new MailIndexer(shelf.Connection);
            var order = Enumerable.Range(0, mails.Count).ToArray();
            random.Shuffle(order);
            foreach (var index in order)
            {
                Add(indexer, mails[index], index);
                // A text that changes is written anew.
                if (random.Next(3) == 0)
                {
                    indexer.Remove(MailKey.Submission(MailKind.Patch, index + 1));
                    Add(indexer, mails[index], index);
                }
            }

            Assert.Equal(Closure(mails), Threads(shelf));
        }
    }

    [Fact]
    public void A_thread_of_ten_thousand_mails_is_joined_with_few_writes_in_whatever_order_they_come()
    {
        const int Mails = 10_000;
        var ascending = Enumerable.Range(0, Mails).ToArray();
        var shuffled = ascending.ToArray();
        new Random(1).Shuffle(shuffled);
        // 0, 2, 4, …, then 1, 3, 5, …: each of the odd ones joins two threads.
        int[] halves = [.. ascending.Where(index => index % 2 == 0), .. ascending.Where(index => index % 2 == 1)];
        var alone = Writes(ascending, _ => []).Writes;
        foreach (var order in (int[][])[ascending, [.. ascending.Reverse()], shuffled, halves])
        {
            var (writes, threads, read) = Writes(order, index => index == 0 ? [] : [$"m{index - 1}"]);

            Assert.Equal(1, threads);
            Assert.InRange(read, ThreadReader.MostMails / 2, ThreadReader.MostMails);
            // Each mail may move once for each time that its thread doubles; and there are ghosts.
            Assert.InRange(writes - alone, 0, Mails * (Math.Log2(Mails) + 4));
        }

        static (long Writes, int Threads, int Read) Writes(int[] order, Func<int, string[]> references)
        {
            using var shelf = new MailShelf();
            var indexer = new MailIndexer(shelf.Connection);
            using var transaction = shelf.Connection.BeginTransaction();
            foreach (var index in order)
                Add(indexer, ($"m{index}", references(index)), index);
            transaction.Commit();
            using var command = shelf.Connection.CreateCommand();
            command.CommandText = "SELECT total_changes()";
            return (
                (long)command.ExecuteScalar()!,
                Threads(shelf).Count,
                ThreadReader.Read(shelf.Connection, $"m{order[^1]}").Mails.Count
            );
        }
    }

    [Theory]
    [InlineData(ThreadReader.MostMails, false)]
    [InlineData(ThreadReader.MostMails + 1, true)]
    public void A_thread_has_more_only_beyond_what_is_read(int mails, bool hasMore)
    {
        using var shelf = new MailShelf();
        var indexer = new MailIndexer(shelf.Connection);
        using (var transaction = shelf.Connection.BeginTransaction())
        {
            for (var index = 0; index < mails; index++)
                Add(indexer, ($"m{index}", ["m0"]), index);
            transaction.Commit();
        }

        var thread = ThreadReader.Read(shelf.Connection, "m0");

        Assert.Equal((ThreadReader.MostMails, hasMore), (thread.Mails.Count, thread.HasMore));
    }

    [Fact]
    public void Of_a_long_thread_what_is_around_the_mail_is_read()
    {
        const int Asked = 2 * ThreadReader.MostMails;
        using var shelf = new MailShelf();
        var indexer = new MailIndexer(shelf.Connection);
        using (var transaction = shelf.Connection.BeginTransaction())
        {
            for (var index = 0; index < Asked + ThreadReader.MostMails; index++)
                Add(indexer, ($"m{index}", ["m0"]), index);
            transaction.Commit();
        }

        var thread = ThreadReader.Read(shelf.Connection, $"m{Asked}");

        Assert.Equal((ThreadReader.MostMails, true), (thread.Mails.Count, thread.HasMore));
        Assert.Equal($"m{Asked}", thread.Mails[ThreadReader.MostMails / 2].Row.MessageId);
    }

    [Fact]
    public void No_more_text_is_read_than_a_page_can_show()
    {
        using var shelf = new MailShelf();
        var indexer = new MailIndexer(shelf.Connection);
        var large = new StoredText(new string('a', ThreadReader.MostCharacters / 2), "");
        for (var index = 0; index < 3; index++)
            Add(indexer, ($"m{index}", ["m0"]), index, large);

        var thread = ThreadReader.Read(shelf.Connection, "m0");

        Assert.Equal((2, true), (thread.Mails.Count, thread.HasMore));
    }

    [Theory]
    [InlineData("", "Why it is so.")]
    [InlineData("It is attached.", "It is attached.\n\nWhy it is so.")]
    public void The_message_of_an_attached_patch_is_text_of_its_mail(string content, string text)
    {
        const string Attached = """
            Why it is so.

            diff --git a/ring.c b/ring.c
            --- a/ring.c
            +++ b/ring.c
            @@ -1 +1 @@
            -old
            +new

            """;
        var inline = new StoredText("It is here.", Attached[Attached.IndexOf("diff ", StringComparison.Ordinal)..]);
        using var shelf = new MailShelf();
        var indexer = new MailIndexer(shelf.Connection);
        Add(indexer, ("a", []), 0, new StoredText(content, Attached));
        Add(indexer, ("b", ["a"]), 1, inline);

        Assert.Equal([text, "It is here."], ThreadReader.Read(shelf.Connection, "a").Mails.Select(mail => mail.Text));
    }

    [Fact]
    public void A_reply_is_below_the_mail_with_its_Message_ID_that_was_received_first()
    {
        using var shelf = new MailShelf();
        var indexer = new MailIndexer(shelf.Connection);
        AddAt(1, "a", sent: 2, received: 2);
        AddAt(2, "a", sent: 1, received: 3);
        AddAt(3, "b", sent: 4, received: 4);

        var reply = ThreadReader.Read(shelf.Connection, "b").Mails[^1];

        Assert.Equal(("b", 1L), (reply.Row.MessageId, reply.Parent!.Row.Key.Id));

        void AddAt(long id, string messageId, int sent, int received) =>
            indexer.Add(
                MailKey.Submission(MailKind.Patch, id),
                new SearchDocument
                {
                    Kind = MailKind.Patch,
                    MessageId = messageId,
                    Date = DateTimeOffset.UnixEpoch.AddDays(sent),
                    Received = DateTimeOffset.UnixEpoch.AddDays(received),
                    References = ["a"],
                    Parent = "a",
                },
                "",
                submitter: 1,
                version: 1,
                text: s_text
            );
    }

    [Fact]
    public void A_mail_that_went_leaves_its_thread_together()
    {
        using var shelf = new MailShelf();
        var indexer = new MailIndexer(shelf.Connection);
        Add(indexer, ("a", []), 0);
        Add(indexer, ("b", ["a"]), 1);
        Add(indexer, ("c", ["b"]), 2);
        indexer.Remove(MailKey.Submission(MailKind.Patch, 2));
        Add(indexer, ("d", ["b"]), 3);

        Assert.Equal(["a c d"], Threads(shelf));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("", "")]
    [InlineData("a", "")]
    public void A_mail_may_refer_to_itself_or_to_nothing(string messageId, string reference)
    {
        using var shelf = new MailShelf();
        var indexer = new MailIndexer(shelf.Connection);
        Add(indexer, (messageId, [reference]), 0);
        Add(indexer, (messageId, [reference]), 1);

        Assert.Equal(messageId.Length > 0 ? 1 : 2, Threads(shelf).Count);
    }

    private static void Add(
        MailIndexer indexer,
        (string Id, IReadOnlyList<string> References) mail,
        int index,
        StoredText? text = null
    ) =>
        indexer.Add(
            MailKey.Submission(MailKind.Patch, index + 1),
            new SearchDocument
            {
                Kind = MailKind.Patch,
                Subject = "",
                Own = "",
                Project = "p",
                MessageId = $"<{mail.Id}>",
                References = mail.References,
                Parent = mail.References.Count > 0 ? mail.References[^1] : null,
            },
            "",
            submitter: 1,
            version: 1,
            text: text ?? s_text
        );

    /// <summary>Some mails, whose references may be missing, circular or repeated.</summary>
    private static List<(string Id, IReadOnlyList<string> References)> Mails(Random random) =>
        [
            .. Enumerable
                .Range(0, random.Next(1, 14))
                .Select(index =>
                    (
                        $"m{index}",
                        (IReadOnlyList<string>)
                            [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"m{random.Next(24)}")]
                    )
                ),
        ];

    private static List<string> Closure(List<(string Id, IReadOnlyList<string> References)> mails)
    {
        var group = mails
            .SelectMany(mail => mail.References.Append(mail.Id))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(id => id, id => id, StringComparer.Ordinal);
        foreach (var (id, references) in mails)
        {
            foreach (var reference in references)
            {
                var (old, now) = (group[reference], group[id]);
                foreach (var member in group.Where(member => member.Value == old).ToList())
                    group[member.Key] = now;
            }
        }
        return Lines(mails.Select(mail => (group[mail.Id], mail.Id)));
    }

    private static List<string> Threads(MailShelf shelf)
    {
        using var command = shelf.Connection.CreateCommand();
        command.CommandText = "SELECT thread, msgid FROM mail";
        using var reader = command.ExecuteReader();
        List<(string Thread, string Id)> mails = [];
        while (reader.Read())
            mails.Add(
                (reader.GetInt64(0).ToString(System.Globalization.CultureInfo.InvariantCulture), reader.GetString(1))
            );
        return Lines(mails);
    }

    private static List<string> Lines(IEnumerable<(string Thread, string Id)> mails) =>
        [
            .. mails
                .GroupBy(mail => mail.Thread, mail => mail.Id, StringComparer.Ordinal)
                .Select(thread => string.Join(' ', thread.Order(StringComparer.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
}
