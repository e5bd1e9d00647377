using Microsoft.Extensions.Internal;

namespace Hookwork.Input;

/// <summary>The app's clock as a cache reads it.</summary>
internal sealed class CacheClock(TimeProvider time) : ISystemClock
{
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
