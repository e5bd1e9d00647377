using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hookwork.Archive;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Searching;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Recorded;
using Hookwork.Tests.SelfHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Ingest;

/// <summary>Permanent errors end with a reason and do not block other work.</summary>
public sealed partial class BadInputTests
{
    private const int Events = 60;
    private const long Qemu = 14;

    [Fact]
    public async Task A_resource_that_is_broken_for_good_fails_with_its_reason_and_nothing_else_does()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            // Longer than the attempts take, as in every deployment.
            settings: new Dictionary<string, string?> { ["Hookwork:SweepAfter"] = "00:03:00" },
            policy: new ImpatientPolicy(),
            handler: () => new RewritingHandler()
        );
        patchwork.Faults.Add(Fault.ServerError, When.On("/patches/2170000/"));
        patchwork.Faults.Add(Fault.MalformedJson, When.On("/patches/2170001/"));
        patchwork.Faults.Add(Fault.Dropped, When.On("/patches/2170002/"));
        patchwork.Faults.Add(Fault.NotFound, When.On("/patches/2170003/"));
        var broken = new Dictionary<long, string>
        {
            [2170000] = "Patchwork answered 500 to api/1.3/patches/2170000/",
            [2170001] = "damaged JSON",
            [2170002] = "cannot be reached",
            [2170003] = "The server has no patch 2170003.",
            [2170004] = "over 64 MiB",
            [2170005] = "is that of 2170000",
            [2170006] = "names no id",
        };

        await deployment.RunToIdleAsync();

        List<string> seen = [];
        await foreach (var row in deployment.Archive.Events.QueryAsync<TableEntity>())
        {
            var patch =
                JsonNode.Parse(await PackedJson.ReadAsync(row, deployment.Get<ArchiveStorage>(), default))!["payload"]!
                    ["patch"]
                    ?["id"]?.GetValue<long>()
                ?? 0;
            var (status, reason, attempts) = (
                row.GetString("Status"),
                row.GetString("Reason"),
                row.GetInt32("Attempts")
            );
            if (!broken.TryGetValue(patch, out var expected))
            {
                Assert.Equal((EventStatus.Done, null, null), (status, reason, attempts));
                continue;
            }
            seen.Add($"patch {patch}");
            Assert.Equal(
                patch == 2170003 ? (EventStatus.Gone, null) : (EventStatus.Failed, (int?)Refresher.MostAttempts),
                (status, attempts)
            );
            Assert.Contains(expected, reason, StringComparison.Ordinal);
        }
        Assert.Equal(broken.Keys.Select(id => $"patch {id}"), seen.Distinct().Order(StringComparer.Ordinal));

        var failures = (await deployment.Get<StatusReporter>().ReportAsync(default)).Failures.Where(failure =>
            failure.What.StartsWith("patch ", StringComparison.Ordinal)
        );
        Assert.Equal(
            broken.Keys.Where(id => id != 2170003).Select(id => ($"patch {id}", Refresher.MostAttempts)),
            failures.Select(failure => (failure.What, failure.Attempts)).Order()
        );
        ArchiveSnapshot.AssertEqual(
            Except(await CleanArchive.SnapshotAsync(Events), broken.Keys),
            Except(await ArchiveSnapshot.TakeAsync(deployment), broken.Keys)
        );
    }

    [Fact]
    public async Task An_event_that_cannot_be_understood_is_recorded_with_its_reason()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, policy: new ImpatientPolicy());
        var faults = new Dictionary<long, (string Status, string? Reason)>();
        Inject("patch-sung", new JsonObject(), EventStatus.Failed, "'patch-sung' is not known");
        Inject("patch-created", null, EventStatus.Failed, "names no patch");
        Inject("patch-created", new JsonArray(), EventStatus.Failed, "names no patch");
        Inject("cover-created", Payload("patch", 2170000), EventStatus.Failed, "names no cover");
        Inject("patch-created", Payload("patch", "2170000"), EventStatus.Failed, "names no patch");
        Inject("patch-created", Payload("patch", -1), EventStatus.Failed, "names no patch");
        Inject("patch-created", Payload("patch", 1e300), EventStatus.Failed, "names no patch");
        Inject("patch-created", Payload("patch", 9_999_999_999), EventStatus.Gone, "has no patch 9999999999");
        Inject("cover-created", Payload("cover", 7), EventStatus.Gone, "has no cover 7");
        Inject("series-completed", Payload("series", 8), EventStatus.Gone, "has no series 8");
        Inject("check-created", Payload("patch", 2170000), EventStatus.Done, null);
        Inject(
            "patch-created",
            Payload("patch", 2170000),
            EventStatus.Done,
            null,
            new JsonObject { ["date"] = "yesterday" }
        );
        Inject(
            "patch-created",
            Payload("patch", 2170000),
            EventStatus.Failed,
            "has no date",
            new JsonObject { ["date"] = "" }
        );
        Inject(
            "patch-created",
            Payload("patch", 2170000),
            EventStatus.Failed,
            "not what Patchwork's API documents",
            new JsonObject { ["actor"] = "me" }
        );
        patchwork.Faults.Inject(
            new JsonObject
            {
                ["category"] = "patch-created",
                ["project"] = null,
                ["payload"] = Payload("patch", 2170000),
            }
        );

        await deployment.RunToIdleAsync();

        foreach (var (id, (status, reason)) in faults)
        {
            var row = (
                await deployment.Archive.Events.GetEntityAsync<TableEntity>(Keys.EventBucket(Qemu, id), Keys.Id(id))
            ).Value;
            Assert.Equal(status, row.GetString("Status"));
            Assert.Contains(reason ?? "", row.GetString("Reason") ?? "", StringComparison.Ordinal);
        }
        var counts = await deployment.Get<Progress>().CountAsync(default);
        Assert.Equal(
            (Events + 2, 0, 9, 3, 0),
            (counts.Events, counts.Pending, counts.Failed, counts.Gone, counts.Poison)
        );

        void Inject(string category, JsonNode? payload, string status, string? reason, JsonObject? fields = null)
        {
            var item = new JsonObject
            {
                ["category"] = category,
                ["project"] = new JsonObject { ["id"] = Qemu },
                ["payload"] = payload,
            };
            foreach (var (name, value) in fields ?? [])
                item[name] = value?.DeepClone();
            faults.Add(patchwork.Faults.Inject(item), (status, reason));
        }
    }

    [Fact]
    public async Task A_date_that_has_not_come_yet_does_not_hide_what_comes_after_it()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        InjectFromTheFuture(patchwork);
        await deployment.RunToIdleAsync();

        patchwork.Time.VisibleEvents = Events + 20;
        await deployment.RunToIdleAsync();

        Assert.Equal(Events + 21, (await deployment.Get<Progress>().CountAsync(default)).Events);
    }

    [Fact]
    public async Task A_first_start_does_not_begin_at_a_date_that_has_not_come_yet()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        InjectFromTheFuture(patchwork);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Patchwork:Since"] = "now" }
        );
        await deployment.RunToIdleAsync();

        patchwork.Time.VisibleEvents = Events + 20;
        await deployment.RunToIdleAsync();

        // The newest one and the false one, but none from before.
        Assert.Equal(20 + 2, (await deployment.Get<Progress>().CountAsync(default)).Events);
    }

    /// <summary>Adds an event that the server wrote while its clock was far ahead.</summary>
    private static void InjectFromTheFuture(RecordedPatchwork patchwork) =>
        patchwork.Faults.Inject(
            new JsonObject
            {
                ["category"] = "patch-completed",
                ["date"] = "2999-01-01T00:00:00",
                ["project"] = new JsonObject { ["id"] = Qemu },
                ["payload"] = Payload("patch", 2170000),
            }
        );

    [Fact]
    public async Task No_text_from_upstream_reaches_a_key_a_blob_name_or_a_log_line_unescaped()
    {
        const string Evil = "\n\r\u001b[31m\u2028Forged\0/../?#%";
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        var log = new LogLines();
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            configure: services =>
                services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log)),
            policy: new ImpatientPolicy(),
            handler: () => new EvilHandler(Evil)
        );
        foreach (
            var (category, date) in new[] { (Evil, "2025-12-01T00:00:00"), ("patch-state-changed", Evil), (Evil, Evil) }
        )
        {
            patchwork.Faults.Inject(
                new JsonObject
                {
                    ["category"] = category,
                    ["date"] = date,
                    ["project"] = new JsonObject { ["id"] = Qemu, ["link_name"] = Evil },
                    ["payload"] = new JsonObject
                    {
                        ["patch"] = new JsonObject { ["id"] = 2170000, ["msgid"] = Evil },
                        ["current_state"] = Evil,
                    },
                }
            );
        }

        await deployment.RunToIdleAsync();

        Assert.Equal(
            EventStatus.Failed,
            (await deployment.Archive.Events.QueryAsync<TableEntity>("Status eq 'failed'").FirstAsync()).GetString(
                "Status"
            )
        );
        Assert.NotEmpty(log.Lines);
        Assert.All(
            log.Lines,
            line => Assert.DoesNotContain(line.Text, character => char.IsControl(character) || character == '\u2028')
        );
        await foreach (var table in new TableServiceClient(deployment.Storage).QueryAsync())
        {
            await foreach (var row in new TableClient(deployment.Storage, table.Name).QueryAsync<TableEntity>())
                Assert.Matches(KeyPattern(), $"{row.PartitionKey}/{row.RowKey}");
        }
        await foreach (var blob in deployment.Archive.Mboxes.GetBlobsAsync())
            Assert.Matches(@"^\d+/(patches|covers)/\d+\.mbox$", blob.Name);
    }

    [Fact]
    public async Task A_user_who_cannot_be_read_does_not_stop_the_catalogs()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        await using var deployment = await Deployment.StartAsync(patchwork.Url, handler: () => new NumberingHandler());
        await deployment.RunToIdleAsync();

        Assert.NotEmpty(await deployment.Get<ReplyStore>().ChecksAsync(2170000, default));
        using var catalog = await deployment.Get<Catalogs>().UseNewestAsync(Qemu, default);
        Assert.NotEmpty(catalog.File.Read(connection => MailRows.Newest(connection, 1)));
    }

    private static JsonObject Payload(string kind, JsonNode id) => new() { [kind] = new JsonObject { ["id"] = id } };

    private static IEnumerable<string> Except(IEnumerable<string> archive, IEnumerable<long> patches) =>
        archive.Where(line =>
            !line.StartsWith("Person ", StringComparison.Ordinal)
            && !line.StartsWith("User ", StringComparison.Ordinal)
            && !patches.Any(id => line.Contains($"{id}", StringComparison.Ordinal))
        );

    [GeneratedRegex("^[0-9a-zA-Z/-]+$")]
    private static partial Regex KeyPattern();

    /// <summary>
    /// Answers for a few patches: with more than the size limit, with another patch, and with <c>null</c>.
    /// </summary>
    private sealed class RewritingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var path = request.RequestUri!.AbsolutePath;
            if (path.EndsWith("/patches/2170004/", StringComparison.Ordinal))
                return Json(new StreamContent(new Blanks(65 << 20)));
            if (path.EndsWith("/patches/2170006/", StringComparison.Ordinal))
                return Json(new StringContent("null"));
            if (path.EndsWith("/patches/2170005/", StringComparison.Ordinal))
                return Json(new StringContent("""{"id": 2170000, "name": "another"}"""));
            return await base.SendAsync(request, cancellationToken);
        }

        private static HttpResponseMessage Json(HttpContent content)
        {
            content.Headers.ContentType = new("application/json");
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        }
    }

    /// <summary>A stream of spaces.</summary>
    private sealed class Blanks(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            buffer.AsSpan(offset, read).Fill((byte)' ');
            _left -= read;
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Names the users of checks by a number.</summary>
    private sealed class NumberingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!request.RequestUri!.AbsolutePath.EndsWith("/checks/", StringComparison.Ordinal))
                return response;
            var checks = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!.AsArray();
            foreach (var check in checks)
                check!["user"]!["username"] = 7;
            response.Content = new StringContent(checks.ToJsonString(), Encoding.UTF8, "application/json");
            return response;
        }
    }

    /// <summary>Puts a text into the fields of two patches, and into the mbox URL of one of them.</summary>
    private sealed class EvilHandler(string evil) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            var path = request.RequestUri!.AbsolutePath;
            if (
                !path.EndsWith("/patches/2170000/", StringComparison.Ordinal)
                && !path.EndsWith("/patches/2170001/", StringComparison.Ordinal)
            )
                return response;
            var patch = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
            foreach (var field in new[] { "name", "msgid", "date", "state", "hash" })
                patch[field] = evil;
            if (path.EndsWith("/2170001/", StringComparison.Ordinal))
                patch["mbox"] = "https://elsewhere.example" + evil;
            response.Content = new StringContent(patch.ToJsonString(), Encoding.UTF8, "application/json");
            return response;
        }
    }
}
