using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Events;
using Hookwork.Archive.Resources;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Catalog.Query;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Catalog;

/// <summary>A catalog follows the archive, whichever instance writes to it and whatever fails.</summary>
public sealed class FollowerTests(SmallArchive archive) : IClassFixture<SmallArchive>
{
    private const long Qemu = SmallArchive.Qemu;

    private Deployment Deployment => archive.Deployment;

    [Fact]
    public async Task Writers_whose_clocks_are_apart_lose_no_change()
    {
        var patches = await archive.PatchesAsync();
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        await CatchUpAsync(file);

        // Each round edits the same patch and another one.
        var round = 0;
        foreach (var minutes in new[] { -50, 50, -10, 0, 10, -50 })
        {
            var clock = new TestClock();
            clock.Advance(TimeSpan.FromMinutes(minutes));
            round++;
            await archive.EditAsync(
                ResourceKind.Patch,
                patches[0],
                patch => patch["content"] = $"Said by clock {minutes} in round {round}",
                clock
            );
            await archive.EditAsync(
                ResourceKind.Patch,
                patches[round],
                patch => patch["state"] = $"state-{round}",
                clock
            );
            await CatchUpAsync(file);
            Assert.Equal([patches[0]], Find(file, $"\"clock {minutes} in round {round}\""));
            Assert.Equal([patches[round]], Find(file, $"is:patch state:state-{round}"));
        }
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(file));
    }

    [Fact]
    public async Task A_row_that_is_written_again_is_applied_again()
    {
        var patch = (await archive.PatchesAsync())[3];
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        for (var round = 0; round < 5; round++)
        {
            await archive.EditAsync(ResourceKind.Patch, patch, json => json["content"] = $"zebra{round}");
            await CatchUpAsync(file);
            Assert.Equal([patch], Find(file, $"zebra{round}"));
            Assert.Empty(Find(file, $"zebra{round - 1}"));
        }
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(file));
    }

    [Fact]
    public async Task A_change_of_the_state_shows_and_no_text_is_indexed_again()
    {
        var patch = (await archive.PatchesAsync())[4];
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        // The first edit changes the JSON's formatting.
        await archive.EditAsync(ResourceKind.Patch, patch, _ => { });
        await CatchUpAsync(file);
        var rows = Scalar(file, "SELECT max(rowid) FROM mail");

        await archive.EditAsync(
            ResourceKind.Patch,
            patch,
            json => (json["state"], json["archived"], json["check"]) = ("needs-ack", true, "fail")
        );
        await CatchUpAsync(file);

        Assert.Equal([patch], Find(file, "is:patch state:needs-ack archived:yes check:fail"));
        Assert.Equal(rows, Scalar(file, "SELECT max(rowid) FROM mail"));
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(file));
    }

    [Theory]
    [InlineData("name", "Another name")]
    [InlineData("date", "2026-05-06T07:08:09")]
    [InlineData("msgid", "<another@id.example>")]
    [InlineData("pull_url", "https://git.example.org/qemu tags/pull-1")]
    public async Task A_change_of_what_stands_with_the_text_is_applied(string field, string value)
    {
        var patch = (await archive.PatchesAsync())[5];
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        await CatchUpAsync(file);

        await archive.EditAsync(ResourceKind.Patch, patch, json => json[field] = value);
        await CatchUpAsync(file);

        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(file));
    }

    [Fact]
    public async Task A_comment_that_was_deleted_upstream_is_found_no_more()
    {
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        await CatchUpAsync(file);
        var patch = (long)Scalar(file, "SELECT submission_id FROM mail WHERE kind = 2 AND submission_kind = 0 LIMIT 1");
        var comments = await Deployment.Get<ReplyStore>().CommentsAsync(ResourceKind.Patch, patch, default);
        Assert.NotEmpty(Find(file, $"is:comment series:{SeriesOf(file, patch)}"));

        await Deployment
            .Get<ReplyWriter>()
            .CommentsAsync(
                ResourceKind.Patch,
                patch,
                [],
                comments.Count,
                DateTimeOffset.UtcNow,
                new Dictionary<long, CommentEvent>(),
                default
            );
        await archive.EditAsync(ResourceKind.Patch, patch, _ => { }, comments: 0);
        await CatchUpAsync(file);

        Assert.Equal(
            0L,
            Scalar(
                file,
                $"SELECT count(*) FROM mail WHERE kind = 2 AND submission_kind = 0 AND submission_id = {patch}"
            )
        );
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(file));
    }

    [Theory]
    [InlineData(ResourceKind.Patch)]
    [InlineData(ResourceKind.Cover)]
    [InlineData(ResourceKind.Series)]
    public async Task What_has_a_tombstone_is_gone_with_all_that_hangs_on_it(ResourceKind kind)
    {
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        await CatchUpAsync(file);
        var id = (long)Scalar(file, $"SELECT max(id) FROM {kind}");

        var resources = Deployment.Get<ResourceStore>();
        var row = await resources.RowAsync(kind, id, default);
        Assert.True(await resources.TryWriteTombstoneAsync(kind, id, row, Qemu, default));
        await Deployment.Get<Journal>().AppendAsync([Change.Of(Qemu, kind, id)], default);
        await CatchUpAsync(file);

        Assert.Equal(0L, Scalar(file, $"SELECT count(*) FROM {kind} WHERE id = {id}"));
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(file));
    }

    [Fact]
    public async Task The_events_of_a_patch_that_is_back_are_shown_although_others_stay_gone()
    {
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        await CatchUpAsync(file);
        var patch = (long)Scalar(
            file,
            "SELECT event.patch FROM event JOIN patch ON patch.id = event.patch WHERE gone = 0 LIMIT 1"
        );
        var shown = $"SELECT count(*) FROM event WHERE patch = {patch} AND gone = 0";
        var before = (long)Scalar(file, shown);
        file.Writer.Write(() =>
        {
            file.Writer.Remove(ResourceKind.Cover, 1);
            file.Writer.Remove(ResourceKind.Patch, patch);
        });
        Assert.Equal(0L, Scalar(file, shown));

        await archive.EditAsync(ResourceKind.Patch, patch, _ => { });
        await CatchUpAsync(file);

        Assert.Equal(before, Scalar(file, shown));
    }

    [Fact]
    public async Task An_event_that_was_read_while_it_was_pending_goes_once_its_resource_is_gone()
    {
        const long Id = 9000003;
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        var log = Deployment.Get<EventLog>();
        const string Created =
            """{"id":9000003,"category":"patch-created","date":"2026-01-01T00:00:00","payload":{"patch":{"id":9000003}}}""";
        await log.AddAsync(
            [
                new NewEvent(
                    Qemu,
                    Id,
                    "patch-created",
                    "2026-01-01T00:00:00",
                    System.Text.Encoding.UTF8.GetBytes(Created),
                    "{}",
                    null
                ),
            ],
            default
        );
        await Deployment.Get<Journal>().AppendAsync([new Change(Qemu, ChangeKind.Event, Id)], default);
        await CatchUpAsync(file);
        Assert.Equal(1L, Scalar(file, $"SELECT count(*) FROM event WHERE id = {Id}"));

        await log.FinishAsync([new EventOutcome(Qemu, Id, EventStatus.Gone, "The patch is gone.")], default);
        await CatchUpAsync(file);

        Assert.Equal(0L, Scalar(file, $"SELECT count(*) FROM event WHERE id = {Id}"));
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(file));
    }

    [Fact]
    public async Task Strange_events_and_references_stop_nobody()
    {
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        const string Strange =
            """{"id":9000001,"category":"strange","date":"2026-01-01T00:00:00","payload":{"patch":{"id":"x"},"series":[1],"comment":{"id":1.5},"check":null,"current_delegate":{"id":5,"username":7},"again":1,"again":2}}""";
        await Deployment
            .Get<EventLog>()
            .AddAsync(
                [
                    new NewEvent(
                        Qemu,
                        9000001,
                        "strange",
                        "2026-01-01T00:00:00",
                        System.Text.Encoding.UTF8.GetBytes(Strange),
                        null,
                        "It is strange."
                    ),
                    new NewEvent(Qemu, 9000002, "", "", "{}"u8.ToArray(), null, "It is empty."),
                ],
                default
            );
        await archive.EditAsync(
            ResourceKind.Patch,
            (await archive.PatchesAsync())[6],
            json => json["related"] = new System.Text.Json.Nodes.JsonArray(null, null)
        );

        await CatchUpAsync(file);

        Assert.Equal("strange", Scalar(file, "SELECT category FROM event WHERE id = 9000001"));
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(file));
    }

    [Fact]
    public async Task A_change_that_only_a_newer_version_knows_stops_nobody()
    {
        var newer = new TableEntity(Keys.Hour(Qemu, DateTimeOffset.UtcNow), "newer-0000000001");
        await Deployment.Archive.Changes.UpsertEntityAsync(newer);
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);

        await CatchUpAsync(file);

        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(file));
    }

    [Fact]
    public async Task A_renamed_person_series_and_project_show_at_once()
    {
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        await CatchUpAsync(file);
        var person = (long)Scalar(file, "SELECT submitter FROM mail WHERE kind = 0 LIMIT 1");
        var series = (long)Scalar(file, "SELECT id FROM series LIMIT 1");

        await archive.EditAsync(EmbeddedKind.Person, person, json => json["name"] = "Somebody Else");
        await archive.EditAsync(ResourceKind.Series, series, json => json["name"] = "A new name");
        await archive.EditAsync(EmbeddedKind.Project, Qemu, json => json["link_name"] = "qemu-renamed");
        await CatchUpAsync(file);

        Assert.Equal("Somebody Else", Scalar(file, $"SELECT name FROM person WHERE id = {person}"));
        Assert.Equal("A new name", Scalar(file, $"SELECT name FROM series WHERE id = {series}"));
        Assert.NotEmpty(Find(file, "p:qemu-renamed is:patch"));
        Assert.Empty(Find(file, "p:qemu-devel is:patch"));
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(file));
    }

    [Fact]
    public async Task Where_nothing_changed_it_asks_thrice_and_writes_nothing()
    {
        var wire = new Wire();
        await using var other = await archive.AnotherAsync(wire);
        using var folder = SmallArchive.TestFolder();
        using var file = SmallArchive.Unfilled(folder);
        await other.Get<Follower>().CatchUpAsync(file, default);
        using var watch = CatalogSchema.Open($"Data Source={file.Path};Mode=ReadOnly;Pooling=False");
        using var version = watch.CreateCommand();
        version.CommandText = "PRAGMA data_version";
        var before = version.ExecuteScalar();
        var position = file.Position(Qemu);
        wire.Requests.Clear();

        await other.Get<Follower>().CatchUpAsync(file, default);

        Assert.Equal(4, wire.Requests.Count);
        Assert.All(wire.Requests, request => Assert.Matches("^GET .*/(Changes|Open|Cursors)()", request));
        Assert.Equal(before, version.ExecuteScalar());
        Assert.Equal(position, file.Position(Qemu));
    }

    [Fact]
    public async Task A_failure_at_any_step_is_made_good_by_the_next_catch_up()
    {
        var wire = new Wire();
        await using var other = await archive.AnotherAsync(wire);
        var expected = await archive.RebuiltAsync();
        var steps = 0;
        for (var failed = true; failed; steps++)
        {
            var left = steps;
            wire.Before = (_, _) =>
                Interlocked.Decrement(ref left) < 0 ? throw new StepException() : Task.CompletedTask;
            using var folder = SmallArchive.TestFolder();
            using var file = SmallArchive.Unfilled(folder);
            try
            {
                await other.Get<Follower>().CatchUpAsync(file, default);
                failed = false;
            }
            catch (Exception exception)
                when (exception is StepException or AggregateException { InnerException: StepException })
            {
                wire.Before = null;
                await other.Get<Follower>().CatchUpAsync(file, default);
            }
            ArchiveSnapshot.AssertEqual(expected, CatalogDump.Of(file));
        }
        Assert.True(steps > 20, $"There were only {steps} steps");
    }

    [Fact]
    public async Task A_build_reads_each_table_once()
    {
        var wire = new Wire();
        await using var other = await archive.AnotherAsync(wire);
        using var folder = SmallArchive.TestFolder();
        using var built = CatalogFile.Create(folder.NewFile(), Qemu);
        wire.Requests.Clear();

        await other.Get<Rebuild>().RunAsync(built, default);

        foreach (var table in new[] { "Patches", "Covers", "Series" })
            Assert.Single(
                wire.Requests,
                request =>
                    request.Contains($"/{table}()", StringComparison.Ordinal)
                    && !request.Contains("NextPartitionKey", StringComparison.Ordinal)
            );
    }

    private Task CatchUpAsync(CatalogFile file) => Deployment.Get<Follower>().CatchUpAsync(file, default);

    private static long SeriesOf(CatalogFile file, long patch) =>
        (long)Scalar(file, $"SELECT series FROM mail_series WHERE kind = 0 AND id = {patch}");

    private static object Scalar(CatalogFile file, string sql) =>
        file.Read(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar()!;
        });

    /// <summary>The ids of the mails that a query finds.</summary>
    private static IReadOnlyList<long> Find(CatalogFile file, string query) =>
        file.Read(connection =>
        {
            var condition = QuerySql.Translate(SearchQuery.Parse(query, TimeProvider.System), connection);
            using var mails = new SqlStatement(
                connection,
                $"SELECT mail.id FROM mail WHERE {condition.Sql} ORDER BY mail.id",
                condition.Parameters
            );
            return mails.All(mail => mail.Integer(0));
        });

    private sealed class StepException : Exception;
}
