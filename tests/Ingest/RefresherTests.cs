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

    [Fact]
    public async Task A_resource_that_the_server_fails_at_for_a_minute_is_not_given_up()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        var wire = new Wire();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        using var broken = patchwork.Faults.Add(Fault.ServerError, When.On("/patches/2170001/"));
        var item = new RefreshItem(ResourceKind.Patch, 2170001, 14)
        {
            Parts = Part.Detail,
            Attempts = Refresher.MostAttempts - 2,
        };

        await deployment.Get<Refresher>().RunAsync([item], default);

        // The last wait, in seconds.
        Assert.Contains(
            wire.Requests,
            request =>
                request.Contains("/refresh/messages?", StringComparison.Ordinal)
                && request.Contains("visibilitytimeout=64", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_another_message_fetched_meanwhile_is_not_fetched_again()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync();
        var wire = new Wire();
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: wire);
        var refresher = deployment.Get<Refresher>();
        var isOther = false;
        // The rows of both are read by now.
        wire.Before = async (request, _) =>
        {
            if (isOther || !request.Contains("/mboxes/", StringComparison.Ordinal))
                return;
            isOther = true;
            await refresher.RunAsync([Item(2170002)], default);
        };

        await refresher.RunAsync([Item(2170001), Item(2170002)], default);

        Assert.True(isOther);
        Assert.Equal(2, patchwork.Requests.ByKind["patches/#"]);
        Assert.Equal(2, patchwork.Requests.ByKind["patch/mbox"]);

        static RefreshItem Item(long id) => new(ResourceKind.Patch, id, 14) { Parts = Part.Detail | Part.Mbox };
    }
}
