using Hookwork.Ingest;
using Hookwork.Recorded;
using Hookwork.Tests.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.Ingest;

public sealed class UpstreamSlotsTests
{
    /// <summary>The messages of a backlog wait in up to forty instances, four in each.</summary>
    [Fact]
    public void A_message_that_waits_long_for_a_slot_asks_less_often()
    {
        var (waited, tries) = (TimeSpan.Zero, 0);
        for (; waited < TimeSpan.FromMinutes(10); tries++)
            waited += UpstreamSlots.PauseAfter(tries);

        Assert.Equal(TimeSpan.FromMilliseconds(100), UpstreamSlots.PauseAfter(0));
        Assert.InRange(tries, 130, 170);
    }

    [Fact]
    public async Task A_slot_that_could_not_be_renewed_can_be_taken_again()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 1 }
        );
        var (storage, wire) = (await TestAzurite.NewAccountAsync(), new Wire());
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            storage,
            settings: new Dictionary<string, string?> { ["Patchwork:Parallel"] = "1" },
            configure: services => services.AddSingleton(wire.Connect(storage))
        );
        var slots = deployment.Get<UpstreamSlots>();
        var slot = await slots.TakeAsync(default);
        var renewing = new TaskCompletionSource();
        wire.Before = (_, _) =>
        {
            wire.Before = null;
            renewing.SetResult();
            // As an identity does whose token is not renewed.
            throw new InvalidOperationException("There is no token.");
        };
        await renewing.Task.WaitAsync(Deadline.Span);

        await slot.DisposeAsync();

        await using var again = await slots.TakeAsync(default).WaitAsync(Deadline.Span);
    }
}
