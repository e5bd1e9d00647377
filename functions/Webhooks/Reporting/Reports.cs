using System.Security.Cryptography;
using System.Text;
using Azure;
using Hookwork.Archive.Resources;
using Hookwork.Builds;
using Hookwork.Ingest;
using Hookwork.Input;
using Hookwork.Patchwork;
using Hookwork.Webhooks.Announcing;
using Hookwork.Webhooks.Delivery;
using Hookwork.Webhooks.Subscriptions;
using Microsoft.Extensions.Logging;

namespace Hookwork.Webhooks.Reporting;

/// <summary>
/// Posts reported checks to Patchwork, with the caller's token. A report is stored before the first request; what
/// Patchwork does not answer is tried again until the address expires. After a crash, a check may be posted twice.
/// </summary>
public sealed partial class Reports(
    ReportStore store,
    ResourceStore resources,
    PatchworkWriter writer,
    UpstreamSlots slots,
    WebhookQueue queue,
    SecretBox box,
    TimeProvider time,
    ILogger<Reports> logger
)
{
    /// <summary>The most contexts of a message.</summary>
    private const int MostContexts = 100;

    private const int LongestReason = 200;

    private const string LostKey = "The key that the token is encrypted with is lost: report the check again.";
    private const string NoTurn = "It was not sent in this try, since other requests took too long.";

    /// <summary>After this long no other check is posted before the next try.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(20);

    /// <summary>How long a try waits for a slot.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a try keeps other tries from starting. It is longer than a try takes, in case its process dies.
    /// </summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Takes a report and posts its checks. A repeated one posts only what is not posted.</summary>
    /// <returns>What became of it; null if the archive has no patch for it.</returns>
    /// <exception cref="InputException">The message has too many contexts.</exception>
    public async Task<Report?> TakeAsync(ReportScope scope, ReportInput input, CancellationToken cancellationToken)
    {
        var key = ReportKey.Of(scope.Partition, input.Context, input.Token);
        var check = input.Check.ToJsonString();
        var patches = await PatchesAsync(scope, cancellationToken);
        if (patches.Count == 0)
            return null;
        var before = await store.GetAsync(key, cancellationToken);
        if (before is null && (await store.AllAsync(scope.Partition, cancellationToken)).Count >= MostContexts)
            throw new InputException($"The message already has {MostContexts} contexts, the limit: use one of them.");
        // A caller that did not wait for the answer may send the report again while it is being posted.
        if (before is { IsWaiting: true, IsTried: true } && before.Check == check && before.Due > time.GetUtcNow())
            return before;
        var posted = before?.Check == check ? before.Patches : [];
        var report = new Report(
            input.Context,
            check,
            [
                .. patches.Select(patch =>
                    posted.FirstOrDefault(done => done.Patch == patch && done.Status == PatchReport.Posted)
                    ?? new PatchReport(patch, PatchReport.Waiting, null)
                ),
            ],
            0,
            scope.Until
        );
        if (!report.IsWaiting)
            return report;
        report = report with
        {
            Token = await box.ProtectAsync(input.Token, cancellationToken),
            Due = time.GetUtcNow() + Claim,
            IsTried = true,
        };
        // Another report of this context is stored by now, perhaps the same one.
        if (await PutAsync(key, report, before?.Version, cancellationToken) is not { } version)
            return await TakeAsync(scope, input, cancellationToken);
        return await RunAsync(key, report, version, input.Token, cancellationToken);
    }

    /// <summary>Tries a stored report again, unless somebody tries it or did so since.</summary>
    /// <param name="at">The time of the wake.</param>
    public async Task ResumeAsync(ReportKey key, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (
            await store.GetAsync(key, cancellationToken) is not { IsWaiting: true, Token: { } encrypted } report
            || report.Due > at
        )
            return;
        var claimed = report with { Due = time.GetUtcNow() + Claim, IsTried = true };
        await WakeAsync(key, claimed, cancellationToken);
        try
        {
            if (await TokenAsync(encrypted, cancellationToken) is not { } token)
                await store.TryPutAsync(key, GivenUp(report, LostKey), report.Version, cancellationToken);
            else if (await store.TryPutAsync(key, claimed, report.Version, cancellationToken) is { } version)
                await RunAsync(key, claimed, version, token, cancellationToken);
        }
        // The wake that was queued tries again. If this one came again too, each would queue more of them.
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            Log.Postponed(logger, report.Context, exception);
        }
    }

    /// <summary>The token of a report; null if the key that it is encrypted with is lost.</summary>
    private async Task<string?> TokenAsync(string encrypted, CancellationToken cancellationToken)
    {
        try
        {
            return await box.UnprotectAsync(encrypted, cancellationToken);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Posts what waits, until that takes long or is cancelled, and stores what became of it.</summary>
    private async Task<Report> RunAsync(
        ReportKey key,
        Report report,
        ETag version,
        string token,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(LongestWait);
        var started = time.GetTimestamp();
        List<PatchReport> patches = [];
        PatchReport? last = null;
        foreach (var patch in report.Patches)
        {
            var done = patch;
            if (time.GetElapsedTime(started) > Turn || cancellationToken.IsCancellationRequested)
                last ??= patch with { Status = PatchReport.Waiting, Reason = NoTurn };
            if (patch.Status == PatchReport.Waiting && last is null)
            {
                done = await PostAsync(patch.Patch, report.Check, token, limit.Token);
                // The others would wait as long for the same answer, or cost the server a request each for it.
                last = done.Status == PatchReport.Waiting || done.IsOfToken ? done : null;
            }
            else if (patch.Status == PatchReport.Waiting && last is not null)
            {
                done = last with { Patch = patch.Patch };
            }
            patches.Add(done);
        }
        var answered = !patches
            .Select(patch => patch.Status)
            .SequenceEqual(report.Patches.Select(patch => patch.Status));
        report = report with { Patches = patches, Attempts = answered ? 1 : report.Attempts + 1, IsTried = false };
        if (report.IsWaiting && time.GetUtcNow() >= report.Until)
            report = GivenUp(report, null);
        report = report.IsWaiting
            ? report with
            {
                Due = time.GetUtcNow() + Backoff.After(report.Attempts - 1, FirstPause, LongestPause),
            }
            : report with
            {
                Token = null,
            };
        // Not cancelled: the server has the checks. If another is stored by now, it has taken this one's place.
        await PutAsync(key, report, version, CancellationToken.None);
        return report;
    }

    /// <summary>The report once what waits is not tried again.</summary>
    /// <param name="reason">Why; null for that of the last try.</param>
    private static Report GivenUp(Report report, string? reason) =>
        report with
        {
            Token = null,
            Patches =
            [
                .. report.Patches.Select(patch =>
                    patch.Status == PatchReport.Waiting
                        ? patch with
                        {
                            Status = PatchReport.Refused,
                            Reason = reason ?? patch.Reason,
                        }
                        : patch
                ),
            ],
        };

    private async Task<PatchReport> PostAsync(
        long patch,
        string check,
        string token,
        CancellationToken cancellationToken
    )
    {
        var request = new WriteRequest(
            HttpMethod.Post,
            $"api/patches/{patch}/checks/",
            Encoding.UTF8.GetBytes(check),
            "application/json",
            "application/json",
            $"Token {token}"
        );
        try
        {
            WriteAnswer answer;
            // Patchwork makes the check even if nobody waits for its answer, and a retry would make another.
            await using (await slots.TakeAsync(cancellationToken))
                answer = await writer.SendAsync(request, CancellationToken.None);
            return answer switch
            {
                { Status: 201 } => new PatchReport(patch, PatchReport.Posted, null),
                { Status: >= 500 or 408 or 429 } => new PatchReport(
                    patch,
                    PatchReport.Waiting,
                    $"Patchwork answers {answer.Status}."
                ),
                // Patchwork does not redirect this request, and refuses in JSON.
                { Status: < 400 } or { IsJson: false } => new PatchReport(
                    patch,
                    PatchReport.Waiting,
                    $"A bot wall or a proxy answers {answer.Status} in Patchwork's place."
                ),
                _ => new PatchReport(
                    patch,
                    PatchReport.Refused,
                    $"Patchwork answers {answer.Status}: {ReasonIn(answer.Body)}"
                )
                {
                    IsOfToken = ReasonIn(answer.Body).Contains("Invalid token", StringComparison.Ordinal),
                },
            };
        }
        catch (UpstreamException exception)
        {
            return new PatchReport(patch, PatchReport.Waiting, exception.Message);
        }
        catch (OperationCanceledException)
        {
            return new PatchReport(patch, PatchReport.Waiting, NoTurn);
        }
    }

    private static string ReasonIn(byte[] body)
    {
        var text = Printable.Escape(Encoding.UTF8.GetString(body).Trim());
        return text.Length <= LongestReason ? text : text[..LongestReason] + "…";
    }

    /// <summary>The patches that get the check, in order.</summary>
    private async Task<IReadOnlyList<long>> PatchesAsync(ReportScope scope, CancellationToken cancellationToken)
    {
        if (scope.Kind != ResourceKind.Series)
            return await resources.JsonAsync(scope.Kind, scope.Id, cancellationToken) is null ? [] : [scope.Id];
        var series = await resources.SeriesAsync(scope.Id, cancellationToken);
        return [.. (series?.Patches ?? []).Select(patch => patch.Id)];
    }

    /// <summary>Stores a report. Its wake is queued first, so that a crash in between does not lose it.</summary>
    private async Task<ETag?> PutAsync(
        ReportKey key,
        Report report,
        ETag? expected,
        CancellationToken cancellationToken
    )
    {
        if (report.IsWaiting)
            await WakeAsync(key, report, cancellationToken);
        return await store.TryPutAsync(key, report, expected, cancellationToken);
    }

    private Task WakeAsync(ReportKey key, Report report, CancellationToken cancellationToken) =>
        queue.WakeAsync(new WakeMessage("", report.Due) { Report = key }, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The report of the check {Context} is tried again later, since storage fails")]
        public static partial void Postponed(ILogger logger, string context, Exception exception);
    }
}
