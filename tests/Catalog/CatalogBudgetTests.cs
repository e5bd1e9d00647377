using System.Net;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Query.Evaluation;
using Hookwork.Catalog.Searching;
using Hookwork.Search;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Hookwork.Tests.Catalog;

/// <summary>The limits of catalogs: disk space, and the time of a query.</summary>
public sealed class CatalogBudgetTests(SmallArchive archive) : IClassFixture<SmallArchive>
{
    private const long Qemu = SmallArchive.Qemu;
    private static readonly long[] s_projects = [Qemu, 18, 1000, 1001];

    [Fact]
    public async Task The_least_used_go_first_and_a_file_in_use_stays_until_it_is_released()
    {
        var root = Directory.CreateTempSubdirectory("hookwork-budget").FullName;
        long budget;
        await using (var measure = await archive.AnotherAsync())
        {
            using var one = await measure.Get<Catalogs>().UseAsync(Qemu, default);
            using var other = await measure.Get<Catalogs>().UseAsync(18, default);
            budget = one.File.Size + other.File.Size + 4096;
        }
        await using (var deployment = await archive.AnotherAsync(settings: new CatalogSettings(root, budget)))
        {
            var catalogs = deployment.Get<Catalogs>();
            using (var used = await catalogs.UseAsync(18, default))
            {
                var first = await catalogs.UseAsync(Qemu, default);
                first.Dispose();
                (await catalogs.UseAsync(18, default)).Dispose();
                using (await catalogs.UseAsync(1000, default))
                {
                    Assert.False(File.Exists(first.File.Path));
                    Assert.True(File.Exists(used.File.Path));
                }

                // The catalog in use is now the least recently used: it is evicted, but only after its release.
                using (await catalogs.UseAsync(Qemu, default))
                {
                    Assert.True(File.Exists(used.File.Path));
                    Assert.Equal(0L, Mails(used.File));
                }
            }
            Assert.InRange(
                Directory
                    .EnumerateFiles(root, "*.db", SearchOption.AllDirectories)
                    .Sum(file => new FileInfo(file).Length),
                1,
                budget
            );
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(root));
        Directory.Delete(root);
    }

    [Fact]
    public async Task Many_use_catalogs_at_once_while_there_is_room_for_one()
    {
        var root = Directory.CreateTempSubdirectory("hookwork-budget").FullName;
        await using (var deployment = await archive.AnotherAsync(settings: new CatalogSettings(root, 1)))
        {
            var catalogs = deployment.Get<Catalogs>();
            await Task.WhenAll(
                    Enumerable
                        .Range(0, 8)
                        .Select(async seed =>
                        {
                            var random = new Random(seed);
                            for (var use = 0; use < 12; use++)
                            {
                                var project = s_projects[random.Next(s_projects.Length)];
                                using var lease = await catalogs.UseAsync(project, default);
                                Assert.Equal(project, lease.File.Project);
                                Assert.Equal(project == Qemu, Mails(lease.File) > 0);
                                await Task.Yield();
                                Assert.NotNull(lease.File.Position(project));
                            }
                        })
                        .ToArray()
                )
                .WaitAsync(Deadline.Span);
            Assert.Single(Directory.EnumerateFiles(root, "*.db", SearchOption.AllDirectories));
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(root));
        Directory.Delete(root);
    }

    [Fact]
    public async Task A_slow_catch_up_holds_up_a_query_for_a_moment_only()
    {
        var (wire, log) = (new Wire(), new LogLines());
        await using var deployment = await archive.AnotherAsync(wire, new HastyClock(), log: log);
        var catalogs = deployment.Get<Catalogs>();
        string[] before;
        using (var lease = await catalogs.UseNewestAsync(Qemu, default))
            before = [.. CatalogDump.Of(lease.File)];
        await archive.EditAsync(
            ResourceKind.Patch,
            (await archive.PatchesAsync())[0],
            json => json["content"] = $"New {Guid.NewGuid()}"
        );
        var gate = new TaskCompletionSource();
        var held = 0;
        wire.Before = async (request, _) =>
        {
            if (request.Contains("/Changes()", StringComparison.Ordinal))
            {
                held++;
                await gate.Task;
            }
        };

        for (var deadline = Deadline.Start(); held == 0; deadline.Check())
        {
            using var lease = await catalogs.UseAsync(Qemu, default);
            ArchiveSnapshot.AssertEqual(before, CatalogDump.Of(lease.File));
        }
        Assert.NotEqual(0, log.Count(LogLevel.Warning, "slow to catch up"));

        gate.SetResult();
        using var newest = await catalogs.UseNewestAsync(Qemu, default);
        ArchiveSnapshot.AssertEqual(await archive.RebuiltAsync(), CatalogDump.Of(newest.File));
    }

    [Fact]
    public async Task A_file_that_was_just_loaded_is_caught_up_before_it_answers_a_query()
    {
        var wire = new Wire();
        await using var deployment = await archive.AnotherAsync(wire, new HastyClock());
        var catalogs = deployment.Get<Catalogs>();
        var gate = new TaskCompletionSource();
        wire.Before = (request, _) =>
            request.Contains("/Changes()", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;

        await Assert.ThrowsAsync<CatalogNotReadyException>(() => catalogs.UseAsync(Qemu, default));

        gate.SetResult();
        (await catalogs.UseNewestAsync(Qemu, default)).Dispose();
        using var lease = await catalogs.UseAsync(Qemu, default);
        Assert.NotEqual(0L, Mails(lease.File));
    }

    [Fact]
    public async Task A_file_in_use_answers_however_long_storage_does_not()
    {
        var (wire, clock) = (new Wire(), new HastyClock());
        await using var deployment = await archive.AnotherAsync(wire, clock);
        var catalogs = deployment.Get<Catalogs>();
        (await catalogs.UseNewestAsync(Qemu, default)).Dispose();
        using var held = wire.Hold("/Changes()");

        foreach (var later in new[] { OpenCatalog.CatchUpEvery, TimeSpan.FromHours(1) })
        {
            clock.Skip(later);
            using var lease = await catalogs.UseAsync(Qemu, default);
            Assert.NotEqual(0L, Mails(lease.File));
        }
    }

    [Fact]
    public async Task A_detail_does_not_wait_until_a_file_that_was_just_loaded_is_caught_up()
    {
        var (wire, log) = (new Wire(), new LogLines());
        await using var deployment = await archive.AnotherAsync(wire, new HastyClock(), log: log);
        await using var server = await ServedDeployment.StartAsync(deployment);
        var gate = new TaskCompletionSource();
        wire.Before = (request, _) =>
            request.Contains("/Changes()", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;
        var patch = (await archive.PatchesAsync())[0];
        try
        {
            for (var deadline = Deadline.Start(); !IsLate(); deadline.Check())
                Assert.NotEmpty(await server.Client.GetStringAsync($"/api/patches/{patch}/"));
        }
        finally
        {
            gate.SetResult();
        }

        bool IsLate() => log.Count(LogLevel.Warning, "slow to catch up") > 0;
    }

    public static TheoryData<Exception, LogLevel, string> Failures =>
        new()
        {
            { new Azure.RequestFailedException(503, "Busy"), LogLevel.Warning, "cannot catch up" },
            { new FormatException("A row is damaged."), LogLevel.Error, "cannot apply what was archived" },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_catch_up_that_fails_leaves_what_is_there_to_answer(
        Exception failure,
        LogLevel level,
        string said
    )
    {
        var (wire, log) = (new Wire(), new LogLines());
        await using var deployment = await archive.AnotherAsync(wire, log: log);
        var catalogs = deployment.Get<Catalogs>();
        (await catalogs.UseNewestAsync(Qemu, default)).Dispose();
        wire.Before = (request, _) =>
            request.Contains("/Changes()", StringComparison.Ordinal) ? throw failure : Task.CompletedTask;

        for (var deadline = Deadline.Start(); log.Count(level, said) == 0; deadline.Check())
        {
            using var lease = await catalogs.UseAsync(Qemu, default);
            Assert.NotEqual(0L, Mails(lease.File));
        }
        Assert.NotNull(await Record.ExceptionAsync(() => catalogs.UseNewestAsync(Qemu, default)));
    }

    [Fact]
    public async Task A_slow_load_is_told_to_whoever_asks_and_goes_on()
    {
        var wire = new Wire();
        await using var deployment = await archive.AnotherAsync(wire, new HastyClock());
        var catalogs = deployment.Get<Catalogs>();
        var gate = new TaskCompletionSource();
        wire.Before = (request, _) =>
            request.Contains("restype=container", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;

        var failure = await Assert.ThrowsAsync<CatalogNotReadyException>(() => catalogs.UseAsync(Qemu, default));
        Assert.Contains("try again", failure.Message, StringComparison.Ordinal);
        gate.SetResult();

        string path;
        using (var lease = await catalogs.UseNewestAsync(Qemu, default))
            path = lease.File.Path;
        Assert.Equal(
            1,
            wire.Requests.Count(request =>
                request.Contains("restype=container", StringComparison.Ordinal)
                && request.Contains($"prefix={Qemu}%2F{CatalogSchema.Format}", StringComparison.OrdinalIgnoreCase)
            )
        );
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task While_it_loads_pages_and_inboxes_answer_503()
    {
        var wire = new Wire();
        await using var deployment = await archive.AnotherAsync(wire, new HastyClock());
        await using var server = await ServedDeployment.StartAsync(deployment);
        var gate = new TaskCompletionSource();
        wire.Before = (request, _) =>
            request.Contains("restype=container", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask;
        var stream = server.Client.GetAsync("/events/stream", HttpCompletionOption.ResponseHeadersRead);
        try
        {
            foreach (
                var path in (string[])
                    [
                        "/project/qemu-devel/series/",
                        "/events/",
                        "/inbox/qemu-devel/a@b/t.mbox.gz",
                        "/search?q=x",
                        "/search?q=x&format=html&project=qemu-devel",
                        "/api/patches/?format=api",
                    ]
            )
            {
                using var answer = await server.Client.GetAsync(path);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.NotNull(answer.Headers.RetryAfter);
                Assert.False(answer.Headers.CacheControl?.Public ?? false);
                // Who asks again asks of the same project.
                var text = await answer.Content.ReadAsStringAsync();
                Assert.Equal(path.Contains("project="), text.Contains("name=\"project\" value=\"qemu-devel\""));
            }
        }
        finally
        {
            gate.SetResult();
        }
        using var streamed = await stream;
        Assert.Equal(HttpStatusCode.OK, streamed.StatusCode);
    }

    [Fact]
    public async Task The_events_of_one_project_open_no_other_catalog()
    {
        var wire = new Wire();
        await using var deployment = await archive.AnotherAsync(wire);
        await using var server = await ServedDeployment.StartAsync(deployment);
        wire.Requests.Clear();

        var stream = "/events/stream?project=qemu-devel";
        var page = await server.Client.GetStringAsync("/events/?project=qemu-devel");
        using var answer = await server.Client.GetAsync(stream, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.Contains(stream, page, StringComparison.Ordinal);
        Assert.StartsWith("data: ", await reader.ReadLineAsync(), StringComparison.Ordinal);
        var listings = wire.Requests.Where(request => request.Contains("/catalog?", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(listings);
        Assert.All(
            listings,
            request => Assert.Contains($"prefix={Qemu}%2F", request, StringComparison.OrdinalIgnoreCase)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_load_that_fails_is_tried_again_after_a_pause_and_leaves_no_file(bool isTimeout)
    {
        Exception failure = isTimeout
            ? new TaskCanceledException("Late")
            : new Azure.RequestFailedException(503, "Busy");
        var (wire, clock, log) = (new Wire(), new FakeTimeProvider(DateTimeOffset.UtcNow), new LogLines());
        var root = Directory.CreateTempSubdirectory("hookwork-budget").FullName;
        await using (var deployment = await archive.AnotherAsync(wire, clock, new CatalogSettings(root, 1), log))
        {
            var catalogs = deployment.Get<Catalogs>();
            wire.Before = (request, _) =>
                request.Contains("/Patches()", StringComparison.Ordinal) ? throw failure : Task.CompletedTask;
            var told = await Assert.ThrowsAsync<CatalogNotReadyException>(() => catalogs.UseAsync(Qemu, default));
            Assert.IsType(failure.GetType(), told.InnerException);
            Assert.Equal(1, log.Count(LogLevel.Error, "cannot be loaded"));
            Assert.Empty(Directory.EnumerateFiles(root, "*.db*", SearchOption.AllDirectories));

            wire.Before = null;
            wire.Requests.Clear();
            await Assert.ThrowsAsync<CatalogNotReadyException>(() => catalogs.UseAsync(Qemu, default));
            Assert.DoesNotContain(
                wire.Requests,
                request => request.Contains("restype=container", StringComparison.Ordinal)
            );

            clock.Advance(OpenCatalog.ShortestPause);
            using var lease = await catalogs.UseAsync(Qemu, default);
            Assert.NotEqual(0L, Mails(lease.File));
        }
        Directory.Delete(root);
    }

    [Fact]
    public async Task A_file_that_a_cleaner_of_temporary_files_deleted_is_loaded_again()
    {
        await using var deployment = await archive.AnotherAsync();
        var catalogs = deployment.Get<Catalogs>();
        string path;
        using (var lease = await catalogs.UseAsync(Qemu, default))
            path = lease.File.Path;
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        using var again = await catalogs.UseAsync(Qemu, default);

        Assert.NotEqual(path, again.File.Path);
        // More readers than one, each with a connection of its own.
        Assert.NotEqual(0L, again.File.Read(_ => Mails(again.File)));
        // Another process takes the new folder, which nobody has locked, for an abandoned one.
        Directory.Delete(Path.GetDirectoryName(again.File.Path)!, recursive: true);
    }

    [Fact]
    public async Task A_row_of_a_catalog_that_numbers_otherwise_gives_no_other_mail()
    {
        await using var deployment = await archive.AnotherAsync();
        List<MailRow> mails;
        using (var lease = await deployment.Get<Catalogs>().UseAsync(Qemu, default))
            mails =
            [
                .. lease
                    .File.Read(connection => MailRows.Newest(connection, 1000))
                    .Where(mail => mail.Key.Kind == MailKind.Patch)
                    .Take(2),
            ];
        var there = new MailPlace(Qemu, mails[0].Row, mails[0].Key);
        var elsewhere = new MailPlace(Qemu, mails[0].Row, mails[1].Key);

        var texts = await deployment.Get<MailContents>().ReadAsync([there, elsewhere], default);

        Assert.Equal([there], texts.Keys);
    }

    private static long Mails(CatalogFile file) => file.Read(Mails);

    private static long Mails(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM mail";
        return (long)command.ExecuteScalar()!;
    }
}
