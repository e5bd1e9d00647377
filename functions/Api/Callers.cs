using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Hookwork.Ingest;
using Hookwork.Patchwork;

namespace Hookwork.Api;

/// <summary>
/// Asks upstream whether a caller may see people and users. A yes is cached for a minute by a hash of the credentials,
/// which are neither stored nor logged.
/// </summary>
public sealed class Callers(PatchworkConnection connection, UpstreamSlots slots, TimeProvider time)
{
    private const int MostKnown = 1000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<UInt128, DateTimeOffset> _known = new();

    /// <summary>Asks upstream to check credentials; null if it accepts them, else its refusal.</summary>
    /// <exception cref="UpstreamException">Upstream does not answer.</exception>
    public async Task<string?> RefusalAsync(string authorization, CancellationToken cancellationToken)
    {
        var key = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(
            SHA256.HashData(Encoding.UTF8.GetBytes(authorization))
        );
        var now = time.GetUtcNow();
        if (_known.TryGetValue(key, out var until) && now < until)
            return null;
        await using (await slots.TakeAsync(cancellationToken))
        {
            if (await connection.RefusalAsync("api/users/?per_page=1", authorization, cancellationToken) is { } refusal)
                return refusal;
        }
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[key] = now + Fresh;
        return null;
    }
}
