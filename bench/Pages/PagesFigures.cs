namespace Hookwork.Bench.Pages;

/// <summary>The figures of the pages bench.</summary>
/// <param name="Crawl">Many patches, each once.</param>
internal sealed record PagesFigures(
    int Mails,
    PageFigures Home,
    PageFigures List100,
    PageFigures SeriesList,
    PageFigures Series50,
    PageFigures Diff5000,
    PageFigures Thread200,
    PageFigures Patch,
    PageFigures Events,
    PageFigures Search25,
    CrawlFigures Crawl
);

/// <summary>The cost of a page.</summary>
/// <param name="FloorP50Ms">The median of a constant answer of the same size.</param>
/// <param name="OverFloor">The median, divided by that.</param>
/// <param name="Bytes">The size of the HTML without compression.</param>
/// <param name="AllocatedBytes">The server's allocations for a request.</param>
internal sealed record PageFigures(
    double P50Ms,
    double P95Ms,
    double FloorP50Ms,
    double OverFloor,
    int Bytes,
    long AllocatedBytes
);

/// <summary>The cost of a page that nobody asked for before.</summary>
/// <param name="ProcessorMs">The server's processor time for a page.</param>
/// <param name="Bytes">The size of the HTML without compression, on average.</param>
/// <param name="StorageRequests">Requests to Storage for a page.</param>
internal sealed record CrawlFigures(int Pages, double P50Ms, double ProcessorMs, long Bytes, double StorageRequests);
