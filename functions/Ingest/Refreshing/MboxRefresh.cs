using System.Buffers;
using System.IO.Pipelines;
using Hookwork.Archive;
using Hookwork.Archive.Resources;
using Hookwork.Mail.Mboxes;
using Hookwork.Patchwork;
using Hookwork.Patchwork.Resources;

namespace Hookwork.Ingest.Refreshing;

/// <summary>
/// Archives the mbox of a patch or cover letter. Patchwork finds the mbox by its Message-ID. It fails if the Message-ID
/// is not plain text in one pair of angle brackets. The patch is then taken from the mbox of the series.
/// </summary>
public sealed class MboxRefresh(PatchworkClient client, MboxStore mboxes)
{
    /// <summary>The largest mbox of a series that is searched for a patch, in bytes.</summary>
    private const int LargestSeries = 64 << 20;

    /// <summary>Fetches and archives the mbox.</summary>
    /// <returns>Why the server serves it nowhere; null once it is archived.</returns>
    public async Task<string?> RefusalAsync(
        RefreshItem item,
        Submission detail,
        long project,
        CancellationToken cancellationToken
    )
    {
        var refusal = $"the server shows {item.Kind.Name()} {item.Id}, but not its mbox";
        try
        {
            var path = detail.Mbox ?? $"/{item.Kind.Name()}/{item.Id}/mbox/";
            if (await ArchiveAsync(item, path, project, cancellationToken))
                return null;
        }
        // It fails at this mbox only, or serves another one at its address.
        catch (UpstreamErrorException exception)
        {
            refusal = exception.Message;
        }
        try
        {
            var found =
                item.Kind == ResourceKind.Cover
                    ? await ArchiveUnescapedAsync(item, detail, project, cancellationToken)
                    : await ArchiveFromSeriesAsync(item, detail, project, cancellationToken);
            return found ? null : refusal;
        }
        catch (UpstreamErrorException exception)
        {
            return $"{refusal}; {exception.Message}";
        }
    }

    private async Task<bool> ArchiveAsync(
        RefreshItem item,
        string path,
        long project,
        CancellationToken cancellationToken
    ) =>
        await client.MboxAsync(
            path,
            async (mbox, token) =>
            {
                var start = (await mbox.ReadAtLeastAsync(MboxHead.Limit, token)).Buffer;
                // A proxy that mixes up answers must not replace this mail by another.
                if (
                    MboxHead.PatchworkId(start.Slice(0, Math.Min(start.Length, MboxHead.Limit)).ToArray()) is { } other
                    && other != item.Id
                )
                    throw new UpstreamErrorException(
                        $"The server sent the mbox of {other} instead of that of {item.Kind.Name()} {item.Id}.",
                        transient: true
                    );
                mbox.AdvanceTo(start.Start);
                await mboxes.WriteAsync(project, item.Kind, item.Id, mbox, token);
                return "stored";
            },
            cancellationToken
        )
            is not null;

    /// <summary>
    /// The address of a cover letter's mbox has an escaped slash in the Message-ID, which Patchwork does not decode.
    /// </summary>
    private async Task<bool> ArchiveUnescapedAsync(
        RefreshItem item,
        Submission detail,
        long project,
        CancellationToken cancellationToken
    ) =>
        detail is { Msgid: ['<', .., '>'] messageId, Project.LinkName: { } name }
        && messageId.Contains('/', StringComparison.Ordinal)
        && await ArchiveAsync(
            item,
            $"/project/{Uri.EscapeDataString(name)}/cover/{string.Join('/', messageId[1..^1].Split('/').Select(Uri.EscapeDataString))}/mbox/",
            project,
            cancellationToken
        );

    private async Task<bool> ArchiveFromSeriesAsync(
        RefreshItem item,
        Submission detail,
        long project,
        CancellationToken cancellationToken
    )
    {
        foreach (var reference in detail.Series ?? [])
        {
            if (await client.SeriesAsync(reference.Id, cancellationToken) is not { Value.Patches: { } patches })
                continue;
            var joined = await client.MboxAsync($"/series/{reference.Id}/mbox/", ReadAsync, cancellationToken);
            if (
                joined is null
                || JoinedMbox.Find(joined, item.Id, [.. patches.Select(patch => patch.Id)]) is not { } own
            )
                continue;
            await mboxes.WriteAsync(
                project,
                item.Kind,
                item.Id,
                PipeReader.Create(new ReadOnlySequence<byte>(own)),
                cancellationToken
            );
            return true;
        }
        return false;
    }

    private static async Task<byte[]> ReadAsync(PipeReader mbox, CancellationToken cancellationToken)
    {
        var read = await mbox.ReadAtLeastAsync(LargestSeries, cancellationToken);
        return read.IsCompleted
            ? read.Buffer.ToArray()
            : throw new UpstreamErrorException(
                $"The mbox of a series is over {LargestSeries >> 20} MiB.",
                transient: false
            );
    }
}
