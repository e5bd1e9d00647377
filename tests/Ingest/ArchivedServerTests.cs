using System.Net;
using System.Text.Json.Nodes;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Ingest;
using Hookwork.Ingest.Refreshing;
using Hookwork.Ingest.Status;
using Hookwork.Recorded;
using Hookwork.Tests.SelfHost;

namespace Hookwork.Tests.Ingest;

/// <summary>An archive belongs to one server, even if its URL changes.</summary>
public sealed class ArchivedServerTests : IAsyncLifetime
{
    private const long Oldest = 2170000;

    private RecordedPatchwork _patchwork = null!;
    private string _storage = null!;

    public async Task InitializeAsync()
    {
        _patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        _storage = await TestAzurite.NewAccountAsync();
        await using var first = await StartAsync(_patchwork);
        await first.RunToIdleAsync();
    }

    public async Task DisposeAsync() => await _patchwork.DisposeAsync();

    [Fact]
    public async Task The_first_start_writes_down_the_address_the_oldest_project_and_the_oldest_patch()
    {
        _patchwork.Requests.Clear();
        await using var deployment = await StartAsync(_patchwork);

        var server = await ServerAsync(deployment);

        Assert.Equal(
            (_patchwork.Url, 14L, "qemu-devel.nongnu.org", "qemu-devel", Oldest),
            (server.Address, server.Project, server.ListId, server.LinkName, server.Patch)
        );
        Assert.StartsWith("<", server.MessageId, StringComparison.Ordinal);
        // The probe, the projects, and the patch.
        Assert.Equal(
            $"/api/1.3/patches/{Oldest}/",
            Assert.Single(_patchwork.Requests.ToList(), request => request.Kind == "patches/#").Path
        );
    }

    [Fact]
    public async Task A_server_that_has_moved_is_still_known()
    {
        await using var moved = await RecordedPatchwork.StartAsync(visibleEvents: 25);

        await using var deployment = await StartAsync(moved);
        await deployment.RunToIdleAsync();

        Assert.Equal(moved.Url, (await ServerAsync(deployment)).Address);
        Assert.Equal(25, (await deployment.Get<Progress>().CountAsync(default)).Events);
    }

    [Fact]
    public async Task Another_server_at_another_address_stops_the_process_with_one_sentence()
    {
        await using var other = await OtherAsync();
        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = _storage,
            ["Patchwork__Url"] = other.Url.ToString(),
        };

        await using var process = TestProcess.SelfHost(settings);

        Assert.Equal(1, await process.EndAsync());
        var sentence = Assert.Single(process.Errors);
        Assert.StartsWith(
            $"The archive in this storage belongs to another Patchwork server ({_patchwork.Url}, oldest project 14, qemu-devel, oldest patch {Oldest}, <",
            sentence,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"than Patchwork__Url names ({other.Url}, oldest project 14, qemu-devel, oldest patch {Oldest}, <other@example.org>): set ",
            sentence,
            StringComparison.Ordinal
        );
        Assert.EndsWith($"set Patchwork__MovedFrom to {_patchwork.Url}.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_server_at_the_same_address_is_noticed_at_the_start()
    {
        Swap();

        await Assert.ThrowsAsync<OtherServerException>(() => StartAsync(_patchwork));

        _patchwork.Administration.Restore();
        await using var deployment = await StartAsync(_patchwork);
    }

    [Fact]
    public async Task Another_server_is_taken_for_the_same_if_the_setting_says_so()
    {
        await using var other = await OtherAsync();

        await using (await StartAsync(other, ("Patchwork:MovedFrom", _patchwork.Url.ToString()))) { }

        await using var deployment = await StartAsync(other);
        Assert.Equal("<other@example.org>", (await ServerAsync(deployment)).MessageId);
        await Assert.ThrowsAsync<OtherServerException>(() =>
            StartAsync(_patchwork, ("Patchwork:MovedFrom", "http://127.0.0.1:1/"))
        );
    }

    [Fact]
    public async Task A_project_that_the_settings_name_is_still_followed_once_it_is_renamed()
    {
        var settings = new Dictionary<string, string?> { ["Patchwork:Projects"] = "qemu-devel" };
        _patchwork.Administration.RenameProject(14, "qemu");

        // The first start records the name; the next one knows the former.
        for (var start = 0; start < 2; start++)
        {
            await using var deployment = await Deployment.StartAsync(_patchwork.Url, _storage, settings: settings);

            Assert.Equal(14, Assert.Single(await deployment.Get<Upstream>().ProjectsAsync(default)));
            Assert.Equal(14, await deployment.Get<ProjectNames>().FindAsync("qemu", default));
        }
    }

    [Fact]
    public async Task A_project_is_found_as_soon_as_it_is_archived_though_the_projects_were_read_before()
    {
        await using var deployment = await StartAsync(_patchwork);
        Assert.Null(await deployment.Get<ProjectNames>().FindAsync("barebox", default));
        _patchwork.Administration.AddProject(101, "barebox");

        await deployment.Get<Upstream>().CompareAsync(default);

        Assert.Equal(101, await deployment.Get<ProjectNames>().FindAsync("barebox", default));
    }

    [Fact]
    public async Task A_server_whose_oldest_patch_was_deleted_is_still_known()
    {
        _patchwork.Administration.DeletePatch(Oldest);

        await using var deployment = await StartAsync(_patchwork);

        Assert.InRange((await ServerAsync(deployment)).Patch!.Value, Oldest + 1, long.MaxValue);
    }

    [Fact]
    public async Task A_server_that_denies_its_oldest_patch_for_a_moment_is_still_known()
    {
        _patchwork.Faults.Add(Fault.NotFound, When.On($"/patches/{Oldest}/"));

        await using var deployment = await StartAsync(_patchwork);

        Assert.Equal(Oldest, (await ServerAsync(deployment)).Patch);
    }

    [Fact]
    public async Task A_server_without_patches_is_known_by_its_oldest_project()
    {
        await using var empty = await RecordedPatchwork.StartAsync(visibleEvents: 0);
        _storage = await TestAzurite.NewAccountAsync();
        await using (var first = await StartAsync(empty))
            Assert.Null((await ServerAsync(first)).Patch);

        empty.Administration.EditProject(14, "list_id", "renamed.example.org");
        await using (await StartAsync(empty)) { }
        empty.Administration.EditProject(14, "list_id", "other.example.org");
        empty.Administration.EditProject(14, "link_name", "other");
        await Assert.ThrowsAsync<OtherServerException>(() => StartAsync(empty));

        empty.Administration.Restore();
        empty.Administration.EditProject(14, "list_id", "renamed.example.org");
        empty.Time.VisibleEvents = 20;
        await using var filled = await StartAsync(empty);
        Assert.Equal(Oldest, (await ServerAsync(filled)).Patch);
    }

    [Fact]
    public async Task A_server_that_was_away_at_the_start_is_compared_before_anything_is_taken_from_it()
    {
        var down = _patchwork.Faults.Add(Fault.Unavailable());
        await using var deployment = await StartAsync(_patchwork);
        Swap();
        down.Dispose();
        _patchwork.Time.VisibleEvents = 30;
        var item = new RefreshItem(ResourceKind.Patch, Oldest, 14);
        _patchwork.Requests.Clear();

        await Assert.ThrowsAsync<OtherServerException>(deployment.PollAsync);
        await deployment.Get<Refresher>().RunAsync([item], default);

        Assert.Equal(20, (await deployment.Get<Progress>().CountAsync(default)).Events);
        Assert.DoesNotContain(
            _patchwork.Requests.ToList(),
            request => request.Kind == "events" || request.Path.Contains("/mbox/", StringComparison.Ordinal)
        );
        Assert.Equal(1, (await deployment.Archive.Refresh.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.All(
            (await deployment.Get<StatusReporter>().ReportAsync(default)).Projects,
            project =>
                Assert.StartsWith(
                    "The archive in this storage belongs to another",
                    project.LastError,
                    StringComparison.Ordinal
                )
        );
    }

    [Theory]
    [InlineData("backfill")]
    [InlineData("reconcile")]
    public async Task A_backfill_or_reconciliation_from_another_server_is_refused(string operation)
    {
        await using var deployment = await StartAsync(_patchwork);
        await using var server = await ServedDeployment.StartAsync(deployment);
        Swap();

        using var answer = await server.Client.PostAsync($"/ops/{operation}", null);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.StartsWith(
            $"The archive in this storage belongs to another Patchwork server ({_patchwork.Url}, ",
            (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"],
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(await deployment.Get<WalkStore>().AllAsync(default), walk => walk.At is not null);
        await Assert.ThrowsAsync<OtherServerException>(deployment.PollAsync);
    }

    private static async Task<RecordedPatchwork> OtherAsync()
    {
        var other = await RecordedPatchwork.StartAsync(visibleEvents: 20);
        other.Administration.EditPatch(Oldest, "msgid", "<other@example.org>");
        return other;
    }

    /// <summary>Replaces the archive's server by another one.</summary>
    private void Swap() => _patchwork.Administration.EditPatch(Oldest, "msgid", "<other@example.org>");

    private Task<Deployment> StartAsync(RecordedPatchwork patchwork, params (string Name, string? Value)[] settings) =>
        Deployment.StartAsync(
            patchwork.Url,
            _storage,
            settings: settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal)
        );

    private static async Task<ServerIdentity> ServerAsync(Deployment deployment) =>
        (await deployment.Get<ServerStore>().ReadAsync(default)).Server!;
}
