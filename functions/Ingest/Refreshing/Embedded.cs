using System.Text.Json;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Input;
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
                if (document.RootElement.Field(field) is { } item && item.Id() is { } id and > 0 and <= Keys.LastId)
                    found[(kind, id)] = (
                        kind,
                        id,
                        JsonSerializer.SerializeToUtf8Bytes(item, PatchworkJson.Default.JsonElement)
                    );
            }
        }
        return found.Values;
    }
}
