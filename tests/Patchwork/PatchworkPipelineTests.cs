using System.Net.Http.Headers;
using Hookwork.Patchwork;
using Hookwork.Webhooks.Formats;

namespace Hookwork.Tests.Patchwork;

public sealed class PatchworkPipelineTests
{
    [Theory]
    [InlineData(-10)]
    [InlineData(10)]
    public void A_server_or_target_whose_clock_is_wrong_gets_the_wait_that_it_asks_for(int minutes)
    {
        var (now, wait) = (new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromMinutes(2));
        var clock = new TestClock(stands: true);
        clock.Set(now);
        using var response = new HttpResponseMessage();
        response.Headers.Date = now.AddMinutes(minutes);
        response.Headers.RetryAfter = new RetryConditionHeaderValue(now.AddMinutes(minutes) + wait);

        Assert.Equal(wait, new PatchworkPipeline(clock).RetryAfter(response.Headers));
        Assert.Equal(wait, new TargetAnswer(503, response.Headers, null, now).RetryAfter);
    }
}
