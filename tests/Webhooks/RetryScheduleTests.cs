using Hookwork.Webhooks.Delivery;

namespace Hookwork.Tests.Webhooks;

/// <summary>The waits that docs/webhooks.md names.</summary>
public sealed class RetryScheduleTests
{
    /// <summary>By how much jitter makes a wait longer at most.</summary>
    private const double Longer = 1.2;

    [Fact]
    public void The_page_has_the_wait_before_each_attempt() =>
        Assert.Contains(
            $"| wait before | {string.Join(" | ", RetrySchedule.Waits.Select(Written))} |",
            File.ReadLines(Repository.Path("docs", "webhooks.md"))
        );

    [Fact]
    public void A_wait_is_up_to_a_fifth_longer_and_there_is_none_after_the_last_attempt()
    {
        foreach (var (attempts, planned) in RetrySchedule.Waits.Index().Skip(1))
            Assert.InRange(RetrySchedule.After(attempts, null)!.Value, planned, planned * Longer);
        Assert.Null(RetrySchedule.After(RetrySchedule.Waits.Count, null));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(5, 160)]
    [InlineData(6, 300)]
    [InlineData(1000, 300)]
    public void A_target_is_left_alone_for_longer_each_time_up_to_five_minutes(int times, int seconds) =>
        Assert.InRange(RetrySchedule.Pause(times, null).TotalSeconds, seconds, seconds * Longer);

    [Theory]
    [InlineData("00:00:01", "00:05:00")]
    [InlineData("02:00:00", "02:00:00")]
    [InlineData("3.00:00:00", "1.00:00:00")]
    public void Retry_After_makes_a_wait_longer_up_to_a_day(string asked, string expected)
    {
        var least = TimeSpan.Parse(expected);
        Assert.InRange(RetrySchedule.After(2, TimeSpan.Parse(asked))!.Value, least, least * Longer);
    }

    private static string Written(TimeSpan wait) =>
        wait == TimeSpan.Zero ? "none"
        : wait < TimeSpan.FromMinutes(1) ? $"{wait.TotalSeconds} s"
        : wait < TimeSpan.FromHours(1) ? $"{wait.TotalMinutes} min"
        : $"{wait.TotalHours} h";
}
