using Hookwork.Api.Lists;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Api;

public sealed class PatchStatesTests
{
    /// <summary>An administrator may have renamed it.</summary>
    [Fact]
    public async Task The_name_of_a_state_is_asked_for_again_after_a_day()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 60 }
        );
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock);
        var states = deployment.Get<PatchStates>();

        await states.LearnAsync(["1"], default);
        await states.LearnAsync(["1"], default);
        Assert.Equal(1, Asked());
        clock.Advance(TimeSpan.FromDays(1));
        await states.LearnAsync(["1"], default);

        Assert.Equal(2, Asked());
        Assert.Equal("new", states.Find("1"));

        int Asked() =>
            patchwork.Requests.ToList().Count(request => request.Path.Contains("state=1", StringComparison.Ordinal));
    }
}
