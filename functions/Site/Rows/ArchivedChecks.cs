using System.Text.Json;
using Azure;
using Hookwork.Archive.Resources;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Site.Rows;

/// <summary>
/// Reads checks that no archived event announced. A backfill brings checks, but no events. The catalog has only those
/// that an event announced.
/// </summary>
public sealed class ArchivedChecks(ReplyStore replies)
{
    /// <summary>How long a page waits for the archive.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The checks of patches. The archive is read for those whose known checks do not make up the state that the server
    /// shows. While storage fails, a page has the known ones: a catalog in use answers then, too.
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
        if (lacking.Count == 0)
            return known;
        List<(long, long, JsonElement)> checks = [];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            await foreach (var (patch, json) in replies.ChecksAsync(lacking, limit.Token))
            {
                var check = JsonElement.Parse(json);
                checks.Add((patch, check.Field("user")?.Id() ?? 0, check));
            }
        }
        catch (Exception exception)
            when (exception is RequestFailedException or AggregateException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return known;
        }
        var read = PatchChecks.Newest(checks);
        return known
            .Where(ofPatch => !read.Contains(ofPatch.Key))
            .Concat(read)
            .SelectMany(ofPatch => ofPatch, (ofPatch, check) => (Patch: ofPatch.Key, Check: check))
            .ToLookup(item => item.Patch, item => item.Check);
    }
}
