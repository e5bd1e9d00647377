using System.Text.Json;

namespace Hookwork.Archive;

/// <summary>Finds projects by the name in addresses. They are few, so they are read together and kept for a minute.</summary>
public sealed class ProjectNames(EmbeddedStore embedded, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private (DateTimeOffset At, Dictionary<string, long> Ids)? _read;

    /// <summary>The id of the project with this link name or id; null where there is none.</summary>
    public async Task<long?> FindAsync(string linkNameOrId, CancellationToken cancellationToken)
    {
        if (_read is not { } read || time.GetUtcNow() - read.At > Fresh)
            _read = read = (time.GetUtcNow(), await ReadAsync(cancellationToken));
        return read.Ids.TryGetValue(linkNameOrId, out var id) ? id : null;
    }

    private async Task<Dictionary<string, long>> ReadAsync(CancellationToken cancellationToken)
    {
        var ids = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        await foreach (var (id, json) in embedded.AllAsync(EmbeddedKind.Project, cancellationToken))
        {
            using var document = JsonDocument.Parse(json);
            ids[id.ToString()] = id;
            if (document.RootElement.TryGetProperty("link_name", out var name) && name.GetString() is { } linkName)
                ids[linkName] = id;
        }
        return ids;
    }
}
