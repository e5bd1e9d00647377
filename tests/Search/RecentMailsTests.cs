using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Search;
using Hookwork.Search.Formats;

namespace Hookwork.Tests.Search;

/// <summary>What docs/inbox.md says of the mails that are kept in memory.</summary>
public sealed class RecentMailsTests
{
    private readonly TestClock _clock = new(stands: true);

    [Fact]
    public void A_mail_is_kept_for_ten_minutes()
    {
        using var mails = new RecentMails(_clock);
        mails.Keep(Place(1), "mail"u8.ToArray());

        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal("mail"u8.ToArray(), mails.Find(Place(1)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(mails.Find(Place(1)));
    }

    [Fact]
    public void Mails_of_32_MB_are_kept_at_most()
    {
        const int Size = 1 << 20;
        using var mails = new RecentMails(_clock);
        foreach (var row in Enumerable.Range(1, 40))
            mails.Keep(Place(row), new byte[Size]);

        Assert.InRange(Enumerable.Range(1, 40).Count(row => mails.Find(Place(row)) is not null), 1, (32 << 20) / Size);
    }

    private static MailPlace Place(long row) => new(14, row, MailKey.Submission(MailKind.Patch, row));
}
