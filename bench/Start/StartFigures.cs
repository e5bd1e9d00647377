using System.Text.Json.Serialization;

namespace Hookwork.Bench.Start;

/// <summary>The figures of the start bench. Times are medians, in milliseconds.</summary>
/// <param name="Mails">Mails in the archive.</param>
/// <param name="SnapshotBytes">The size of the snapshot of the catalog.</param>
/// <param name="EmptyMs">From the start of an app that does nothing to its first answer.</param>
/// <param name="EmptyProcessorMs">The processor time of that app until then.</param>
/// <param name="SnapshotMs">The time to read as many bytes as the snapshot has from storage, in this process.</param>
/// <param name="FloorMs">Both together.</param>
/// <param name="Answers">Each path that is asked for first.</param>
/// <param name="WithoutReadyToRun">The same of apps that are not compiled ahead; null if not asked for.</param>
internal sealed record StartFigures(
    long Mails,
    long SnapshotBytes,
    double EmptyMs,
    double EmptyProcessorMs,
    double SnapshotMs,
    double FloorMs,
    IReadOnlyDictionary<string, AnswerFigures> Answers,
    PlainFigures? WithoutReadyToRun
);

/// <summary>The start of a process up to its first answer.</summary>
/// <param name="Ms">From the start of the process to the last byte of the answer.</param>
/// <param name="OverEmpty">Divided by the time of the empty app.</param>
/// <param name="OverFloor">Divided by the floor.</param>
/// <param name="ProcessorMs">The processor time of the process until then.</param>
/// <param name="StorageRequests">Requests to storage until then.</param>
/// <param name="UpstreamRequests">Requests to the Patchwork server until then.</param>
internal sealed record AnswerFigures(
    double Ms,
    double OverEmpty,
    double OverFloor,
    double ProcessorMs,
    double StorageRequests,
    double UpstreamRequests
);

/// <summary>The same without ReadyToRun.</summary>
/// <param name="EmptyMs">The app that does nothing.</param>
/// <param name="Ms">Each path.</param>
internal sealed record PlainFigures(double EmptyMs, IReadOnlyDictionary<string, double> Ms);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(StartFigures))]
internal sealed partial class StartFiguresJson : JsonSerializerContext;
