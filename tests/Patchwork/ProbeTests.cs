using Hookwork.Patchwork;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Patchwork;

public sealed class ProbeTests
{
    [Fact]
    public async Task A_process_that_starts_while_the_server_has_no_API_finds_it_later()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(new RecordedPatchworkOptions());
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        var client = new PatchworkClient(deployment.Get<PatchworkConnection>(), deployment.Get<PatchworkSettings>());

        using (patchwork.Faults.Add(Fault.NotFound, When.Always))
            await Assert.ThrowsAsync<UpstreamBlockedException>(() => client.StateAsync(1, default));

        Assert.Equal("new", await client.StateAsync(1, default));
    }
}
