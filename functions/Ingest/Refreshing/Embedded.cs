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

    /// <summary>Archives those in the given resources, each once; the last copy wins.</summary>
    /// <param name="requestedAt">When the resources were requested from the server.</param>
    public static async Task ArchiveAsync(
        EmbeddedStore store,
        IEnumerable<ReadOnlyMemory<byte>> resources,
        DateTimeOffset requestedAt,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<(EmbeddedKind Kind, long Id), ReadOnlyMemory<byte>>();
        foreach (var resource in resources)
        {
            using var document = JsonDocument.Parse(resource);
            foreach (var (field, kind) in Fields)
            {
                if (
                    document.RootElement.Field(field) is { } item
                    && item.Id() is { } id and > 0 and <= Keys.LastId
                    && IsReadable(kind, item)
                )
                    found[(kind, id)] = JsonSerializer.SerializeToUtf8Bytes(item, PatchworkJson.Default.JsonElement);
            }
        }
        foreach (var ((kind, id), json) in found)
            await store.PutAsync(kind, id, json, requestedAt, cancellationToken);
    }

    /// <summary>
    /// Whether it is a person or user. Not every field was read with its resource, and catalogs read all people and
    /// users.
    /// </summary>
    private static bool IsReadable(EmbeddedKind kind, JsonElement item)
    {
        try
        {
            _ =
                kind == EmbeddedKind.Person
                    ? (Resource?)item.Deserialize(PatchworkJson.Default.Person)
                    : item.Deserialize(PatchworkJson.Default.User);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
