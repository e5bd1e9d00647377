using System.Runtime.CompilerServices;

namespace Hookwork.Tests;

/// <summary>Polls a condition with a deadline.</summary>
internal static class Eventually
{
    public static Task TrueAsync(
        Func<bool> condition,
        [CallerArgumentExpression(nameof(condition))] string what = ""
    ) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(
        Func<Task<bool>> condition,
        [CallerArgumentExpression(nameof(condition))] string what = ""
    )
    {
        for (var deadline = Deadline.Start(); !await condition(); deadline.Check(what))
            await Task.Delay(20);
    }
}
