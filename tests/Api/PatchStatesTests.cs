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
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock);
        var states = deployment.Get<PatchStates>();

        await states.LearnAsync(["1"], default);
        await states.LearnAsync(["1"], default);
        Assert.Equal(1, Asked());
        clock.Advance(TimeSpan.FromDays(1));
        await states.LearnAsync(["1"], default);

        Assert.Equal(2, Asked());

        // Each list with this number would wait for the server.
        using var fault = patchwork.Faults.Add(Fault.BotWall(), When.On("state="));
        clock.Advance(TimeSpan.FromDays(1));
        await states.LearnAsync(["1"], default);
        clock.Advance(TimeSpan.FromMinutes(5));
        await states.LearnAsync(["1"], default);

        Assert.Equal(1, fault.Fired);
        Assert.Equal("new", states.Find("1"));
        // A filter takes the name, too, where the API shows the slug.
        Assert.Equal("needs-review-ack", states.Find("Needs Review / ACK"));

        int Asked() =>
            patchwork.Requests.ToList().Count(request => request.Path.Contains("state=1", StringComparison.Ordinal));
    }

    /// <summary>Its last patch may have left it. On a fresh server, the number is that of another state.</summary>
    [Fact]
    public async Task A_state_keeps_its_name_while_no_patch_is_in_it()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        var clock = new TestClock();
        // No recorded patch is in state 10.
        var numbers = new NumberHandler { Real = 1 };
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock, handler: () => numbers);
        var states = deployment.Get<PatchStates>();

        await states.LearnAsync(["7"], default);
        Assert.Equal("new", states.Find("7"));
        numbers.Real = 10;
        clock.Advance(TimeSpan.FromDays(1));
        await states.LearnAsync(["7"], default);

        Assert.Equal("new", states.Find("7"));
        Assert.Contains(
            patchwork.Requests.ToList(),
            request => request.Path.Contains("state=10", StringComparison.Ordinal)
        );
    }

    /// <summary>A server where state 7 is another one than on a fresh server.</summary>
    private sealed class NumberHandler : DelegatingHandler
    {
        public int Real { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.RequestUri = new Uri(
                request.RequestUri!.AbsoluteUri.Replace("state=7", $"state={Real}", StringComparison.Ordinal)
            );
            return base.SendAsync(request, cancellationToken);
        }
    }
}
