using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>The people and users that resources embed. Without a token, the server shows them nowhere else.</summary>
public static class Embedded
{
    private static readonly (string Field, EmbeddedKind Kind)[] Fields =
    [
        ("submitter", EmbeddedKind.Person),
        ("delegate", EmbeddedKind.User),
        ("user", EmbeddedKind.User),
        ("owner", EmbeddedKind.User),
    ];

    /// <summary>Those in the given resources, each once; the last copy wins.</summary>
    public static IReadOnlyCollection<(EmbeddedKind Kind, long Id, ReadOnlyMemory<byte> Json)> In(
        IEnumerable<ReadOnlyMemory<byte>> resources
    )
    {
        var found = new Dictionary<(EmbeddedKind, long), (EmbeddedKind, long, ReadOnlyMemory<byte>)>();
        foreach (var resource in resources)
        {
            using var document = JsonDocument.Parse(resource);
            foreach (var (field, kind) in Fields)
            {
                if (
                    document.RootElement.TryGetProperty(field, out var item)
                    && item.ValueKind == JsonValueKind.Object
                    && item.TryGetProperty("id", out var id)
                    && id.TryGetInt64(out var number)
                    && number is > 0 and < 10_000_000_000
                )
                    found[(kind, number)] = (
                        kind,
                        number,
                        JsonSerializer.SerializeToUtf8Bytes(item, PatchworkJson.Default.JsonElement)
                    );
            }
        }
        return found.Values;
    }
}
