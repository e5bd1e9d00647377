using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Targets;

namespace Hookwork.Tests.Webhooks;

/// <summary>For how long a target is left alone after an answer.</summary>
public sealed class TargetHealthTests
{
    /// <summary>By how much jitter makes a pause longer at most.</summary>
    private const double Longer = 1.2;

    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(429, null, 5)]
    [InlineData(502, null, 5)]
    [InlineData(504, null, 5)]
    [InlineData(429, 60, 60)]
    [InlineData(400, 60, 60)]
    [InlineData(403, 60, 60)]
    [InlineData(503, 60, 60)]
    [InlineData(400, null, 0)]
    [InlineData(403, null, 0)]
    [InlineData(503, null, 0)]
    [InlineData(500, 60, 0)]
    public void An_answer_that_throttles_slows_the_target_down(int status, int? retryAfter, int seconds)
    {
        var health = new TargetHealth().After(Answer(status, retryAfter), s_now);

        Assert.InRange(PauseOf(health), seconds, seconds * Longer);
    }

    [Fact]
    public void After_three_failures_in_a_row_the_pauses_before_a_probe_double()
    {
        var health = new TargetHealth();
        foreach (var seconds in new[] { 0, 0, 5, 10, 20 })
        {
            health = health.After(Answer(500, null), s_now);

            Assert.Equal(seconds > 0, health.IsDown);
            Assert.InRange(PauseOf(health), seconds, seconds * Longer);
        }
        Assert.True(health.After(Answer(204, null), s_now).IsWell(s_now));
    }

    private static double PauseOf(TargetHealth health) => ((health.NotBefore ?? s_now) - s_now).TotalSeconds;

    private static Attempt Answer(int status, int? retryAfter) =>
        new(s_now, status, null, 1, null)
        {
            RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
}
