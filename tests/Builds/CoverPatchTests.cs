using System.Text.Json.Nodes;
using Hookwork.Builds;
using Hookwork.Mail;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Builds;

/// <summary>Cover letters that Patchwork takes for patches.</summary>
public sealed class CoverPatchTests
{
    [Fact]
    public async Task Its_Message_ID_stands_for_its_series()
    {
        const string Cover = "<20260110.pull-1-zoltan.kovari@dunavm.example>";
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 949);
        // A pull request, a fix for it, and a patch of it.
        patchwork.Administration.EditPatch(2175537, "name", "[PULL,0/2] virtio queue");
        foreach (var (patch, name) in new[] { (2175538, "e1000: fix"), (2175539, "[PULL,1/2] docs: rename") })
        {
            patchwork.Administration.EditPatch(patch, "name", name);
            patchwork.Administration.EditPatch(patch, "headers", new JsonObject { ["In-Reply-To"] = Cover });
        }
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?> { ["Patchwork:Since"] = "2026-01-10T08:00:00" }
        );
        await deployment.RunToIdleAsync();
        var fix = await deployment.Get<MemberReader>().ReadAsync(485814, default);

        var found = await deployment
            .Get<PrerequisiteFinder>()
            .FindAsync(new Prerequisite(Prerequisite.MessageId, Cover), fix!, late: null, default);

        Assert.Equal(485815, found?.Series);
    }
}
