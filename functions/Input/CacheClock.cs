using Microsoft.Extensions.Internal;

namespace Hookwork.Input;

/// <summary>The app's clock, as the interface that MemoryCache takes.</summary>
internal sealed class CacheClock(TimeProvider time) : ISystemClock
{
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
