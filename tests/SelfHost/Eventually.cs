using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Hookwork.Tests.SelfHost;

/// <summary>Waits for what has to come, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < s_deadline, $"It did not come true within {s_deadline.TotalSeconds} s: {what}");
            await Task.Delay(20);
        }
    }
}
