namespace Hookwork.Bench.Start;

/// <summary>The first answer of a worker.</summary>
/// <param name="Started">When its process was started.</param>
/// <param name="Ended">When the last byte of the answer was read.</param>
/// <param name="Time">The time between.</param>
/// <param name="Processor">The processor time of the process until then.</param>
internal sealed record FirstAnswer(DateTimeOffset Started, DateTimeOffset Ended, TimeSpan Time, TimeSpan Processor);
