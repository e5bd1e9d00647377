using System.Text;
using Azure;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Resources;
using Hookwork.Tests.Catalog;

namespace Hookwork.Tests.Archive;

public sealed class EmbeddedStoreTests(SmallArchive archive) : IClassFixture<SmallArchive>
{
    [Fact]
    public async Task Two_instances_may_finish_at_once_what_a_crash_left()
    {
        var (crash, race) = (new Wire(), new Wire());
        await using var first = await archive.AnotherAsync(crash);
        await using var second = await archive.AnotherAsync(race);
        var (json, now) = (
            """{"id":777,"name":"Somebody","email":"s@example.org"}"""u8.ToArray(),
            DateTimeOffset.UtcNow
        );
        crash.Before = (request, _) =>
            request.Contains("/$batch", StringComparison.Ordinal)
            || request.Contains("/Changes", StringComparison.Ordinal)
                ? throw new InvalidOperationException("Crashed")
                : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<Exception>(() =>
            first.Get<EmbeddedStore>().PutAsync(EmbeddedKind.Person, 777, json, now, default)
        );

        // The other instance marks the row as journaled just before this one does.
        var raced = 0;
        race.Before = async (request, token) =>
        {
            if (
                !request.StartsWith("GET", StringComparison.Ordinal)
                && request.Contains("/People(", StringComparison.Ordinal)
                && Interlocked.Increment(ref raced) == 1
            )
                await archive.Deployment.Get<EmbeddedStore>().PutAsync(EmbeddedKind.Person, 777, json, now, token);
        };
        await second.Get<EmbeddedStore>().PutAsync(EmbeddedKind.Person, 777, json, now, default);

        Assert.Equal(1, raced);
        Assert.Equal(json, await second.Get<EmbeddedStore>().JsonAsync(EmbeddedKind.Person, 777, default));
    }

    [Fact]
    public async Task A_process_that_meets_a_known_person_keeps_what_is_newer()
    {
        var now = DateTimeOffset.UtcNow;
        await archive.Deployment.Get<EmbeddedStore>().PutAsync(EmbeddedKind.Person, 778, Named("B"), now, default);

        await using var older = await archive.AnotherAsync();
        var store = older.Get<EmbeddedStore>();
        await store.PutAsync(EmbeddedKind.Person, 778, Named("A"), now.AddMinutes(-1), default);
        Assert.Equal(Named("B"), await store.JsonAsync(EmbeddedKind.Person, 778, default));

        await using var newer = await archive.AnotherAsync();
        await newer.Get<EmbeddedStore>().PutAsync(EmbeddedKind.Person, 778, Named("C"), now.AddMinutes(1), default);
        Assert.Equal(Named("C"), await store.JsonAsync(EmbeddedKind.Person, 778, default));

        static byte[] Named(string name) =>
            Encoding.UTF8.GetBytes($$"""{"id":778,"name":"{{name}}","email":"s@example.org"}""");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_crash_in_a_removal_leaves_nobody_in_the_catalogs(int writes)
    {
        var (id, now, wire) = (780L + writes, DateTimeOffset.UtcNow, new Wire());
        await using var other = await archive.AnotherAsync(wire);
        var store = other.Get<EmbeddedStore>();
        await store.PutAsync(EmbeddedKind.Person, id, Person(id), now, default);
        var before = await JournaledAsync();
        wire.Before = (request, _) =>
            request.StartsWith("GET", StringComparison.Ordinal) || writes-- > 0
                ? Task.CompletedTask
                : throw new InvalidOperationException("Crashed");
        await Assert.ThrowsAnyAsync<Exception>(() => store.RemoveAsync(EmbeddedKind.Person, id, now, default));
        wire.Before = null;

        // The next walk removes whom it finds.
        if (await store.JsonAsync(EmbeddedKind.Person, id, default) is not null)
            await store.RemoveAsync(EmbeddedKind.Person, id, now, default);

        Assert.Null(await store.JsonAsync(EmbeddedKind.Person, id, default));
        Assert.NotEqual(before, await JournaledAsync());

        async Task<ETag> JournaledAsync() =>
            (await other.Get<Journal>().ReadAsync(Change.Everybody, now.AddMinutes(-5), default))
                .Entries.Single(entry => entry.Change == Change.Of(EmbeddedKind.Person, id))
                .ETag;
    }

    [Fact]
    public async Task Who_was_shown_since_then_is_not_removed()
    {
        var (store, now) = (archive.Deployment.Get<EmbeddedStore>(), DateTimeOffset.UtcNow);
        await store.PutAsync(EmbeddedKind.Person, 784, Person(784), now, default);

        await store.RemoveAsync(EmbeddedKind.Person, 784, now.AddSeconds(-1), default);
        Assert.NotNull(await store.JsonAsync(EmbeddedKind.Person, 784, default));

        await store.RemoveAsync(EmbeddedKind.Person, 784, now.AddSeconds(1), default);
        Assert.Null(await store.JsonAsync(EmbeddedKind.Person, 784, default));
    }

    [Fact]
    public async Task Projects_that_were_read_before_are_known_while_storage_fails()
    {
        var (wire, clock) = (new Wire(), new TestClock());
        await using var other = await archive.AnotherAsync(wire, clock);
        var names = other.Get<ProjectNames>();
        var known = await names.AllAsync(default);
        Assert.NotEmpty(known);
        FailProjects(wire);
        wire.Requests.Clear();

        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Same(known, await names.AllAsync(default));
        Assert.Same(known, await names.AllAsync(default));

        // It is not asked at each page.
        Assert.Single(wire.Requests, IsOfProjects);
        wire.Before = null;
        for (var deadline = Deadline.Start(); known == await names.AllAsync(default); deadline.Check())
            clock.Advance(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Projects_that_were_read_before_are_known_while_storage_fails_though_one_changed_since()
    {
        var wire = new Wire();
        await using var other = await archive.AnotherAsync(wire);
        var names = other.Get<ProjectNames>();
        var known = await names.AllAsync(default);
        FailProjects(wire);

        names.Forget();

        Assert.Same(known, await names.AllAsync(default));
    }

    [Fact]
    public async Task Projects_are_read_anew_if_one_changed_while_they_were_read()
    {
        var wire = new Wire();
        await using var other = await archive.AnotherAsync(wire);
        var names = other.Get<ProjectNames>();
        names.Forget();
        wire.Requests.Clear();
        Task<IReadOnlyList<ProjectName>> reading;
        using (wire.Hold("/Projects()"))
        {
            reading = names.AllAsync(default);
            await Eventually.TrueAsync(() => wire.Requests.Any(IsOfProjects));
            names.Forget();
        }
        var before = await reading;

        Assert.NotSame(before, await names.AllAsync(default));
    }

    [Fact]
    public async Task A_name_leads_to_the_project_that_got_it_last_and_a_deleted_one_keeps_its_id()
    {
        var (embedded, names) = (archive.Deployment.Get<EmbeddedStore>(), archive.Deployment.Get<ProjectNames>());
        var now = DateTimeOffset.UtcNow;
        foreach (var (id, at) in new[] { (901, now.AddDays(-1)), (902, now) })
        {
            var json = Encoding.UTF8.GetBytes($$"""{"id":{{id}},"link_name":"again"}""");
            await embedded.PutAsync(EmbeddedKind.Project, id, json, at, default);
        }
        names.Forget();

        Assert.Equal(902, await names.FindAsync("again", default));
        Assert.Equal(902, await names.LinkedAsync("again", default));
        Assert.Equal(901, await names.LinkedAsync("901", default));
    }

    private static byte[] Person(long id) =>
        Encoding.UTF8.GetBytes($$"""{"id":{{id}},"name":"Somebody","email":"s@example.org"}""");

    private static bool IsOfProjects(string request) => request.Contains("/Projects()", StringComparison.Ordinal);

    private static void FailProjects(Wire wire) =>
        wire.Before = (request, _) =>
            IsOfProjects(request) ? throw new Azure.RequestFailedException(503, "Busy") : Task.CompletedTask;
}
