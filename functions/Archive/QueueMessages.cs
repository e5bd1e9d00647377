using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Storage.Queues;

namespace Hookwork.Archive;

/// <summary>Sends messages to queues, and reads them.</summary>
internal static class QueueMessages
{
    /// <summary>The most bytes of a message; Base64 makes 64 KiB of them.</summary>
    public const int MostBytes = 46 << 10;

    /// <summary>Without this, Storage drops a message after a week.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    /// <summary>Sends a message, which never expires.</summary>
    /// <param name="delay">How long it stays invisible.</param>
    public static Task SendAsync(
        this QueueClient queue,
        string message,
        TimeSpan delay,
        CancellationToken cancellationToken
    ) => queue.SendMessageAsync(message, delay > TimeSpan.Zero ? delay : null, Forever, cancellationToken);

    /// <summary>Reads a message; null if it is malformed.</summary>
    public static T? Read<T>(string message, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(message, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
