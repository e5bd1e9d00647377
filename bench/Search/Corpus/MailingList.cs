namespace Hookwork.Bench.Search.Corpus;

/// <summary>A synthetic mailing list: patches to a fictional emulator, their cover letters, and replies.</summary>
internal static class MailingList
{
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
