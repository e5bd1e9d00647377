using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Hookwork.Ingest;
using Hookwork.Patchwork;

namespace Hookwork.Api;

/// <summary>
/// Knows who may see people and users: whom upstream lets. Its answer counts for a minute. Credentials are neither
/// stored nor logged: what is kept is a hash.
/// </summary>
public sealed class Callers(PatchworkConnection connection, UpstreamSlots slots, TimeProvider time)
{
    private const int MostKnown = 1000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<UInt128, DateTimeOffset> _known = new();

    /// <summary>Asks whether credentials are good; null if so, or else what upstream says.</summary>
    /// <exception cref="UpstreamException">It does not answer.</exception>
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
