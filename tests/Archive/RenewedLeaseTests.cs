using Hookwork.SelfHost.Timers;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Archive;

public sealed class RenewedLeaseTests
{
    [Fact]
    public async Task A_lease_that_could_not_be_renewed_for_want_of_a_token_is_renewed_later()
    {
        var (storage, wire) = (await TestAzurite.NewAccountAsync(), new Wire());
        var blob = new TimerBlob(wire.Connect(storage).Blobs, "Timer");
        await blob.CreateAsync(new TimerStatus(default, null, default, null, null), default);
        await using var lease = await blob.TryLeaseAsync(default);
        Assert.NotNull(lease);
        var (tries, renewed) = (0, new TaskCompletionSource());
        wire.Before = (_, _) =>
        {
            // As an identity does whose token is not renewed.
            if (++tries == 1)
                throw new InvalidOperationException("There is no token.");
            renewed.TrySetResult();
            return Task.CompletedTask;
        };

        await renewed.Task.WaitAsync(Deadline.Span);

        Assert.False(lease.Lost.IsCancellationRequested);
    }
}
