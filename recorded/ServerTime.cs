namespace Hookwork.Recorded;

/// <summary>A clock in a zone.</summary>
internal sealed class ServerTime(TimeProvider time, TimeZoneInfo zone) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => zone;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();
}
