using Hookwork.Hosting;

namespace Hookwork.Tests.Hosting;

/// <summary>Functions under the Functions host, which waits for their answers.</summary>
public sealed class MemoryGuardTests
{
    [Fact]
    public async Task The_host_is_told_that_memory_ran_out_by_an_exception_that_the_worker_answers()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new MemoryGuard().Invoke(
                null!,
                _ =>
                {
                    RunOutOfMemory();
                    return Task.CompletedTask;
                }
            )
        );

        Assert.Null(failure.InnerException);
        Assert.Contains(nameof(OutOfMemoryException), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_is_told_that_memory_ran_out_for_one_of_several_tasks()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new MemoryGuard().Invoke(
                null!,
                _ =>
                {
                    Parallel.Invoke(() => throw new IOException(), RunOutOfMemory);
                    return Task.CompletedTask;
                }
            )
        );
    }

    // No array is that long.
    private static void RunOutOfMemory() => GC.KeepAlive(new byte[int.MaxValue]);
}
