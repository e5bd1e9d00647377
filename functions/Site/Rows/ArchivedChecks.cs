using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Microsoft.Extensions.Logging;

namespace Hookwork.Site.Rows;

/// <summary>
/// Reads checks that no archived event announced. A backfill brings checks, but no events. The catalog has only those
/// that an event announced.
/// </summary>
public sealed partial class ArchivedChecks(ReplyStore replies, TimeProvider time, ILogger<ArchivedChecks> logger)
{
    /// <summary>The longest wait for the archive.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>The time between two attempts while Storage fails.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>When the archive may be read again, in ticks of UTC.</summary>
    private long _next;

    /// <summary>
    /// The checks of patches. The archive is read for those whose known checks do not make up the state that the server
    /// shows. While Storage fails, a page has only the known ones.
    /// </summary>
    /// <param name="known">The checks that the catalog has.</param>
    public async Task<ILookup<long, PatchCheck>> CompleteAsync(
        IEnumerable<PatchRow> patches,
        ILookup<long, PatchCheck> known,
        CancellationToken cancellationToken
    )
    {
        List<long> lacking =
        [
            .. patches
                .Where(patch => CombinedCheck.Of([.. known[patch.Id].Select(check => check.State)]) != patch.Check)
                .Select(patch => patch.Id),
        ];
        if (lacking.Count == 0 || time.GetUtcNow().Ticks < Volatile.Read(ref _next))
            return known;
        using var patience = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        List<(long, long, JsonElement)> checks = [];
        try
        {
            await foreach (var (patch, json) in replies.ChecksAsync(lacking, either.Token))
            {
                var check = JsonElement.Parse(json);
                checks.Add((patch, check.Field("user")?.Id() ?? 0, check));
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Volatile.Write(ref _next, (time.GetUtcNow() + Pause).Ticks);
            Log.Lacking(logger, lacking.Count, exception.Message);
            return known;
        }
        var read = PatchChecks.Newest(checks);
        return known
            .Where(ofPatch => !read.Contains(ofPatch.Key))
            .Concat(read)
            .SelectMany(ofPatch => ofPatch, (ofPatch, check) => (Patch: ofPatch.Key, Check: check))
            .ToLookup(item => item.Patch, item => item.Check);
    }

    private static partial class Log
    {
        [LoggerMessage(
            LogLevel.Warning,
            "The checks of {Patches} patches cannot be read: a page has only those that events announced ({Reason})"
        )]
        public static partial void Lacking(ILogger logger, int patches, string reason);
    }
}
