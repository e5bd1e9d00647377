using Azure.Identity;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Ingest;

public sealed class RefresherTests
{
    [Fact]
    public async Task No_resource_is_at_fault_while_there_is_no_token_for_Storage()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        var wire = new Wire();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        wire.Before = (request, _) =>
            request.Contains("/mboxes/", StringComparison.Ordinal)
                ? throw new AuthenticationFailedException("The identity endpoint does not answer.")
                : Task.CompletedTask;
        var item = new RefreshItem(ResourceKind.Patch, 2170001, 14) { Parts = Part.Detail | Part.Mbox };

        // The message comes again.
        await Assert.ThrowsAsync<AuthenticationFailedException>(() =>
            deployment.Get<Refresher>().RunAsync([item], default)
        );
    }
}
