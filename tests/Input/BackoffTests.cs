using Hookwork.Input;

namespace Hookwork.Tests.Input;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(7, 640)]
    [InlineData(8, 900)]
    [InlineData(int.MaxValue, 900)]
    public void Waits_double_up_to_the_longest(int times, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            Backoff.After(times, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(15))
        );
}
