using System.Runtime.CompilerServices;
using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Mail;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;
using Hookwork.Webhooks.Subscriptions;

namespace Hookwork.Webhooks.Conditions;

/// <summary>What holds for a series and its patches, by the archive. Nothing holds before the series is complete.</summary>
public sealed class SeriesFacts(ResourceStore resources, SubmissionTags tags)
{
    private const int AtOnce = 8;

    /// <summary>The state of all its patches; null if they are in several.</summary>
    public async Task<string?> StateAsync(long id, CancellationToken cancellationToken)
    {
        string? state = null;
        await foreach (var (_, patch) in PatchesAsync(id, cancellationToken))
        {
            if (patch?.State is not { } its || (state ??= its) != its)
                return null;
        }
        return state;
    }

    /// <summary>Its checks together. Patches without a check do not count; null before the series is complete.</summary>
    public async Task<string?> CheckAsync(long id, CancellationToken cancellationToken)
    {
        List<string> checks = [];
        var any = false;
        await foreach (var (row, patch) in PatchesAsync(id, cancellationToken))
        {
            any = true;
            if (row.Checks > 0 && patch?.Check is { } check)
                checks.Add(check);
        }
        return any ? CombinedCheck.Of(checks) : null;
    }

    /// <summary>Whether a patch of it waits for somebody.</summary>
    public async Task<bool> WaitsAsync(long id, CancellationToken cancellationToken) =>
        await PatchesAsync(id, cancellationToken)
            .AnyAsync(
                item => item.Patch is { Archived: false, State: { } state } && OpenStates.All.Contains(state),
                cancellationToken
            );

    /// <summary>Whether each of its patches has the tags that a rule asks for.</summary>
    public async Task<bool> IsReviewedAsync(long id, ReviewRule rule, CancellationToken cancellationToken)
    {
        var any = false;
        await foreach (var (_, reviewers) in ReviewersAsync(id, rule, cancellationToken))
        {
            if (reviewers.Count < rule.Tags)
                return false;
            any = true;
        }
        return any;
    }

    /// <summary>Who gave each of its patches tags that count by a rule.</summary>
    public async IAsyncEnumerable<(long Patch, IReadOnlyList<string> Reviewers)> ReviewersAsync(
        long id,
        ReviewRule rule,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (await CompleteAsync(id, cancellationToken) is not { } series)
            yield break;
        var kinds = rule.TagKinds();
        var cover = series.CoverLetter is { } letter
            ? (await tags.OfAsync(ResourceKind.Cover, letter.Id, cancellationToken)).Tags
            : [];
        foreach (var some in series.Patches!.Chunk(AtOnce))
        {
            var read = await Task.WhenAll(
                some.Select(patch => tags.OfAsync(ResourceKind.Patch, patch.Id, cancellationToken))
            );
            foreach (var (patch, (sender, own)) in some.Zip(read))
                yield return (
                    patch.Id,
                    SeriesTags.Reviewers(SeriesTags.Of(own, cover), kinds, (sender?.Name, sender?.Email))
                );
        }
    }

    private async IAsyncEnumerable<(ResourceRow Row, Patch? Patch)> PatchesAsync(
        long id,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (await CompleteAsync(id, cancellationToken) is not { } series)
            yield break;
        foreach (var some in series.Patches!.Chunk(AtOnce))
        {
            foreach (
                var found in await Task.WhenAll(
                    some.Select(patch => resources.ReadAsync(ResourceKind.Patch, patch.Id, cancellationToken))
                )
            )
                yield return found is var (row, json)
                    ? (row, JsonSerializer.Deserialize(json, PatchworkJson.Default.Patch))
                    : (new ResourceRow(), null);
        }
    }

    private async Task<Series?> CompleteAsync(long id, CancellationToken cancellationToken) =>
        await resources.SeriesAsync(id, cancellationToken) is { ReceivedAll: true, Patches.Count: > 0 } series
            ? series
            : null;
}
