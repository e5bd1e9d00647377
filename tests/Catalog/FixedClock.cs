namespace Hookwork.Tests.Catalog;

/// <summary>A fixed clock: Wednesday, 15 May 2024, 10:20:30 UTC and a fraction.</summary>
internal sealed class FixedClock : TimeProvider
{
    public static FixedClock Instance { get; } = new();

    public override DateTimeOffset GetUtcNow() => new(2024, 5, 15, 10, 20, 30, 456, TimeSpan.Zero);
}
