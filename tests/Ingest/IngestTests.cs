using Hookwork.Ingest.Status;

namespace Hookwork.Tests.Ingest;

public sealed class IngestTests
{
    [Fact]
    public async Task Archives_the_whole_recording()
    {
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
            (await CleanArchive.WholeAsync()).Counts
        );
    }
}
