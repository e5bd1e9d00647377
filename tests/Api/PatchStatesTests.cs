using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hookwork.Api.Lists;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Api;

public sealed class PatchStatesTests
{
    [Fact]
    public async Task The_number_of_a_state_that_is_renamed_has_the_new_name_after_a_day()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 60 }
        );
        var clock = new TestClock();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, time: clock);
        var states = deployment.Get<PatchStates>();
        await states.LearnAsync(["1"], default);
        Assert.Equal("new", states.Find("1"));

        using var client = new HttpClient { BaseAddress = patchwork.Url };
        var first = (await client.GetFromJsonAsync<JsonArray>("/api/1.3/patches/?state=1&per_page=1"))![0]!;
        patchwork.Administration.EditPatch((long)first["id"]!, "state", "incoming");
        clock.Advance(TimeSpan.FromDays(1));
        await states.LearnAsync(["1"], default);

        Assert.Equal("incoming", states.Find("1"));
    }
}
