using System.Text.Json.Serialization;

namespace Hookwork.Bench.Api;

/// <summary>What the API bench found.</summary>
/// <param name="HostileP99Ms">99 of 100 answers to what nobody should send take no longer.</param>
/// <param name="HostileAllocatedBytes">What the server allocates for one of them, on average.</param>
/// <param name="HostileRetainedBytes">How much more memory the server uses after all of them than before.</param>
internal sealed record ApiFigures(
    int Patches,
    ApiRequestFigures List30,
    ApiRequestFigures List250,
    ApiRequestFigures Query,
    ApiRequestFigures Page400,
    ApiRequestFigures Events250,
    ApiRequestFigures Detail,
    ApiRequestFigures Series30,
    double HostileP99Ms,
    long HostileAllocatedBytes,
    long HostileRetainedBytes
);

/// <summary>What a request takes.</summary>
/// <param name="RequestsPerSecond">From four connections at a time.</param>
/// <param name="Bytes">Of the answer's body.</param>
/// <param name="AllocatedBytes">In the server process, a request.</param>
/// <param name="TimesFaster">What Patchwork takes, divided by the median.</param>
internal sealed record ApiRequestFigures(
    double P50Ms,
    double P95Ms,
    double RequestsPerSecond,
    int Bytes,
    long AllocatedBytes,
    double TimesFaster
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApiFigures))]
internal sealed partial class ApiFiguresJson : JsonSerializerContext;
