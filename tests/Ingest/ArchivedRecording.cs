using Hookwork.Ingest.Status;

namespace Hookwork.Tests.Ingest;

/// <summary>The archive of the whole recording, and what a run without faults took to build it.</summary>
/// <param name="Counts">What it holds.</param>
/// <param name="Transactions">The requests to storage, retries included.</param>
/// <param name="Requests">The requests to the server.</param>
/// <param name="MostAtOnce">The most requests to the server at the same time.</param>
/// <param name="Snapshot">The archive as an <see cref="ArchiveSnapshot"/>.</param>
/// <param name="Files">The archive as storage keeps it.</param>
internal sealed record ArchivedRecording(
    Counts Counts,
    long Transactions,
    int Requests,
    int MostAtOnce,
    IReadOnlyList<string> Snapshot,
    AzuriteFiles Files
);
