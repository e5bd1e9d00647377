namespace Hookwork.Bench.Search.Corpus;

/// <summary>A synthetic mailing list: patches to a fictional emulator, their cover letters, and replies.</summary>
internal static class MailingList
{
    /// <summary>How many times as many hunks as on a list a patch of a history has: few large ones have most of them.</summary>
    private const double HistoryHunks = 2;

    private static readonly DateTimeOffset Start = new(2025, 1, 6, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the first mails as an mbox, in the order of arrival.</summary>
    /// <param name="seed">Equal seeds yield equal lists.</param>
    public static void Write(Stream mbox, int mails, int seed)
    {
        var dice = new Dice(seed);
        var writer = new MboxWriter(dice);
        foreach (var mail in Mails(new ThreadWriter(new Vocabulary(), dice), dice).Take(mails))
            mbox.Write(writer.Write(mail));
    }

    /// <summary>
    /// Writes patches as an mbox, as if <c>git format-patch</c> made them of a tree's history: none is a reply or a further
    /// version, and no host on the way has added headers.
    /// </summary>
    /// <param name="seed">Equal seeds yield equal patches.</param>
    public static void WriteHistory(Stream mbox, int patches, int seed)
    {
        var (dice, words) = (new Dice(seed), new Vocabulary());
        var members = new Zipf<ListMember>(ListMember.Make(words, dice, 700), 0.9);
        var tree = new SourceTree(words, dice);
        var (drafts, writer) = (
            new PatchWriter(words, dice, tree, HistoryHunks),
            new MboxWriter(dice, withTrace: false)
        );
        var now = Start;
        for (var number = 1; number <= patches; number++)
        {
            now += TimeSpan.FromMinutes(-45 * Math.Log(1 - dice.Share()));
            var author = members.Pick(dice);
            var draft = drafts.Draft(tree.Subsystems.Pick(dice), author);
            var id = $"{now.UtcDateTime:yyyyMMddHHmmss}.{number}-1-{author.Address}";
            mbox.Write(
                writer.Write(
                    new ListMail(now, author, id, [], $"[PATCH] {draft.Title}", author, [], drafts.Body(draft, author))
                )
            );
        }
    }

    private static IEnumerable<ListMail> Mails(ThreadWriter threads, Dice dice)
    {
        var underway = new PriorityQueue<ListMail, DateTimeOffset>();
        for (var now = Start; ; now += TimeSpan.FromMinutes(-45 * Math.Log(1 - dice.Share())))
        {
            while (underway.TryPeek(out _, out var date) && date <= now)
                yield return underway.Dequeue();
            foreach (var mail in threads.Write(now))
                underway.Enqueue(mail, mail.Date);
        }
    }
}
