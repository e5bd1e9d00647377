using Hookwork.SelfHost;

namespace Hookwork.Tests.SelfHost;

public sealed class FileLockTests
{
    [Fact]
    public async Task A_lock_that_another_holds_is_waited_for_and_a_file_that_cannot_be_made_is_an_error()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-lock-");
        var path = Path.Combine(folder.FullName, "lock");
        var first = await FileLock.TakeAsync(path, default);

        var second = FileLock.TakeAsync(path, default);
        await Task.Delay(300);
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        await (await second).DisposeAsync();

        await Assert.ThrowsAsync<DirectoryNotFoundException>(() =>
            FileLock.TakeAsync(Path.Combine(folder.FullName, "none", "lock"), default)
        );
        folder.Delete(recursive: true);
    }
}
