using Hookwork.Ingest.Status;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

public sealed class IngestTests
{
    [Fact]
    public async Task Archives_the_whole_recording()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        await using var deployment = await Deployment.StartAsync(patchwork.Url);

        await deployment.RunToIdleAsync();

        var counts = await deployment.Get<Progress>().CountAsync(default);
        Assert.Equal(
            new Counts
            {
                Events = 2409,
                Patches = 434,
                Covers = 88,
                Series = 122,
                Comments = 524,
                Checks = 429,
                People = 14,
                Projects = 2,
                Mboxes = 522,
            },
            counts
        );
    }
}
