namespace Hookwork.Bench.Inbox;

/// <summary>The figures of the inbox bench.</summary>
/// <param name="ThreadMails">The mails of the thread, here and at public-inbox.</param>
/// <param name="FirstThread">Threads as compressed mboxes, each for the first time.</param>
/// <param name="Thread">A thread that was asked for before.</param>
/// <param name="Raw">One mail.</param>
/// <param name="ThreadFeed">The thread as a feed.</param>
/// <param name="NewestFeed">The newest 25 mails as a feed.</param>
/// <param name="Ratio">The ratio of <paramref name="Thread"/>.</param>
/// <param name="Memory">What many requests for threads leave.</param>
internal sealed record InboxFigures(
    int Mails,
    int ThreadMails,
    AnswerFigures FirstThread,
    AnswerFigures Thread,
    AnswerFigures Raw,
    AnswerFigures ThreadFeed,
    AnswerFigures NewestFeed,
    double? Ratio,
    MemoryFigures Memory
);

/// <summary>The cost of an answer, here and at public-inbox; that is null if it is not installed.</summary>
/// <param name="FloorP50Ms">The median of a constant answer of the same size.</param>
/// <param name="OverFloor">The median here, divided by that.</param>
/// <param name="Bytes">The size of the answer's body.</param>
/// <param name="Ratio">The time here, divided by that of public-inbox.</param>
internal sealed record AnswerFigures(
    double P50Ms,
    double P95Ms,
    double FloorP50Ms,
    double OverFloor,
    int Bytes,
    double? PublicInboxP50Ms,
    double? PublicInboxP95Ms,
    int? PublicInboxBytes,
    double? Ratio
);

/// <summary>The server's memory while it answers many requests for threads.</summary>
/// <param name="FirstBytes">In use after the first of them.</param>
/// <param name="LastBytes">In use after the last.</param>
/// <param name="PeakMB">The peak physical memory, in millions of bytes.</param>
internal sealed record MemoryFigures(
    int Requests,
    double RequestsPerSecond,
    long FirstBytes,
    long LastBytes,
    long GrowthBytes,
    double PeakMB
);
