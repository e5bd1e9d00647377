namespace Hookwork.Bench.Api;

/// <summary>The figures of the API bench.</summary>
/// <param name="HostileP99Ms">The 99th percentile of the hostile requests' times.</param>
/// <param name="HostileOverList250">The same, divided by the median of <paramref name="List250"/>.</param>
/// <param name="HostileAllocatedBytes">The server's average allocations for a hostile request.</param>
/// <param name="HostileRetainedBytes">The growth of the server's live memory over all hostile requests.</param>
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
    double HostileOverList250,
    long HostileAllocatedBytes,
    long HostileRetainedBytes
);

/// <summary>The cost of a request.</summary>
/// <param name="FloorP50Ms">The median of the floor.</param>
/// <param name="OverFloor">The median, divided by that of the floor.</param>
/// <param name="RequestsPerSecond">Over four connections.</param>
/// <param name="Bytes">The size of the response body.</param>
/// <param name="AllocatedBytes">The server's allocations for a request.</param>
/// <param name="TimesFaster">Patchwork's time, divided by the median.</param>
internal sealed record ApiRequestFigures(
    double P50Ms,
    double P95Ms,
    double FloorP50Ms,
    double OverFloor,
    double RequestsPerSecond,
    int Bytes,
    long AllocatedBytes,
    double TimesFaster
);
