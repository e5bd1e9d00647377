using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hookwork.Patchwork;

namespace Hookwork.Search.Formats;

/// <summary>The JSON of search.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Serialization
)]
[JsonSerializable(typeof(SearchAnswer))]
internal sealed partial class SearchJson : JsonSerializerContext
{
    /// <summary>Escapes only what JSON requires, as Patchwork does: the answer is never read as HTML.</summary>
    private static readonly JsonWriterOptions Plain = PlainJson.Options with { SkipValidation = true };

    public static void Write(IBufferWriter<byte> target, SearchAnswer answer)
    {
        using var json = new Utf8JsonWriter(target, Plain);
        // Called directly, since the serializer skips the generated code if an encoder is set.
        Default.SearchAnswer.SerializeHandler!(json, answer);
    }
}
