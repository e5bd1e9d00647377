using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Hookwork.Archive;
using Hookwork.Archive.Cursors;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Recorded;

namespace Hookwork.Tests.Ingest;

/// <summary>A full reconciliation repairs changes without events, on the server and in the archive.</summary>
public sealed class ReconcileTests
{
    private const int Events = 300;
    private const long Qemu = 14;

    /// <summary>The prefixes of a clean archive's lines that are missing before the repair.</summary>
    private static readonly string[] Wrong =
    [
        "Patch 2170000 ",
        "Patch 2170002 ",
        "Patch 2170005 ",
        "Patch 2170006 ",
        "Patch 2170007 ",
        "Patch 2170008 ",
        "Patch 2170010 ",
        "Cover 2160001 ",
        "Cover 2160002 ",
        "Cover 2160004 ",
        "Series 484001 ",
        "Series 484002 ",
        "Series 484003 ",
        "Person 80000 ",
        "Person 80001 ",
        "User 2 ",
        $"comment on {Keys.Comments(ResourceKind.Patch, 2170003)} ",
        $"check of {Keys.Id(2170004)} ",
        "message-id ",
        "blob 14/patches/2170009.mbox ",
        "blob 14/covers/2160003.mbox ",
    ];

    [Fact]
    public async Task One_pass_repairs_what_was_deleted_by_hand_and_what_the_server_changed_in_silence()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        await ChangeAsync(patchwork);
        await using var before = await Deployment.StartAsync(patchwork.Url);
        await before.RunToIdleAsync();
        await RestoreAsync(patchwork);
        // People's names come from the last response that had them, here one before the rename.
        var renamed =
            """{"id":80001,"url":"/api/people/80001/","name":"Somebody Else","email":"ingrid.solberg@fjordsys.example"}"""u8.ToArray();
        await before.Get<EmbeddedStore>().PutAsync(EmbeddedKind.Person, 80001, renamed, DateTimeOffset.UtcNow, default);
        await DeleteAsync(before.Archive);
        var clean = await CleanArchive.SnapshotAsync(Events);
        var wrong = clean.Except(await ArchiveSnapshot.TakeAsync(before)).ToList();
        Assert.All(Wrong, start => Assert.Contains(wrong, line => line.StartsWith(start, StringComparison.Ordinal)));

        // A new process: the first one's cache of people is outdated.
        await using var deployment = await Deployment.StartAsync(patchwork.Url, before.Storage);
        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        ArchiveSnapshot.AssertEqual(clean, await ArchiveSnapshot.TakeAsync(deployment));

        await deployment.ReconcileAsync(Qemu, WalkScope.All);
        Assert.Equal(0, await deployment.QueuedAsync(Qemu, WalkScope.All));
    }

    [Fact]
    public async Task A_server_whose_operator_chose_small_pages_is_archived_and_walked_whole()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = Events, LargestPage = 10 }
        );
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        ArchiveSnapshot.AssertEqual(
            await CleanArchive.SnapshotAsync(Events),
            await ArchiveSnapshot.TakeAsync(deployment)
        );

        await deployment.ReconcileAsync(Qemu, WalkScope.All);
        Assert.Equal(0, await deployment.QueuedAsync(Qemu, WalkScope.All));
    }

    [Fact]
    public async Task What_the_server_deleted_is_buried_though_it_was_the_first_or_the_last()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var ids = await deployment
            .Get<ResourceStore>()
            .RowsAsync(ResourceKind.Patch, Qemu, default)
            .Select(row => row.Id)
            .ToListAsync();
        patchwork.Administration.DeletePatch(ids[0]);
        patchwork.Administration.DeletePatch(ids[^1]);

        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        var gone = await deployment
            .Get<ResourceStore>()
            .RowsAsync(ResourceKind.Patch, Qemu, default)
            .Where(row => row.Row.IsGone)
            .Select(row => row.Id)
            .ToListAsync();
        Assert.Equal([ids[0], ids[^1]], gone);
    }

    [Fact]
    public async Task The_comments_checks_and_Message_ID_of_a_deleted_patch_leave_the_archive_with_it()
    {
        const long Patch = 2170001;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        await deployment
            .Get<ReplyWriter>()
            .ChecksAsync(Patch, [(1, "{}"u8.ToArray())], 0, DateTimeOffset.UtcNow, default);
        var replies = deployment.Get<ReplyStore>();
        Assert.NotEmpty(await replies.CommentsAsync(ResourceKind.Patch, Patch, default));
        var messageId = (await deployment.Get<ResourceStore>().RowAsync(ResourceKind.Patch, Patch, default)).MessageId!;
        var index = deployment.Get<MessageIdIndex>();
        Assert.Equal<long?>(Patch, await index.FindAsync(messageId, Qemu, ResourceKind.Patch, default));
        patchwork.Administration.DeletePatch(Patch);

        var item = new RefreshItem(ResourceKind.Patch, Patch, Qemu)
        {
            Parts = Part.Detail,
            AsOf = DateTimeOffset.UtcNow,
            Missing = true,
        };
        await deployment.Get<Refresher>().RunAsync([item], default);

        Assert.Empty(await replies.CommentsAsync(ResourceKind.Patch, Patch, default));
        Assert.Empty(await replies.ChecksAsync(Patch, default));
        // Another mail that gets the id would be at the address of this one.
        Assert.Null(await index.FindAsync(messageId, Qemu, ResourceKind.Patch, default));
    }

    [Fact]
    public async Task A_deleted_patch_that_is_there_again_has_its_comments_again()
    {
        const long Patch = 2170001;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var (resources, replies) = (deployment.Get<ResourceStore>(), deployment.Get<ReplyStore>());
        var comments = (await replies.CommentsAsync(ResourceKind.Patch, Patch, default)).Count;
        var row = await resources.RowAsync(ResourceKind.Patch, Patch, default);
        Assert.True(await resources.TryWriteTombstoneAsync(ResourceKind.Patch, Patch, row, Qemu, default));
        await deployment.Get<ReplyWriter>().RemoveAsync(ResourceKind.Patch, Patch, default);

        var item = new RefreshItem(ResourceKind.Patch, Patch, Qemu)
        {
            Parts = Part.Detail,
            AsOf = DateTimeOffset.UtcNow,
        };
        await deployment.Get<Refresher>().RunAsync([item], default);

        Assert.NotEqual(0, comments);
        Assert.Equal(comments, (await replies.CommentsAsync(ResourceKind.Patch, Patch, default)).Count);
    }

    [Fact]
    public async Task A_check_that_the_server_deleted_leaves_the_archive_though_another_makes_up_the_number()
    {
        const long Patch = 2170004;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 60);
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        var replies = deployment.Get<ReplyStore>();
        var listed = (await replies.ChecksAsync(Patch, default)).Count;
        // The patch's row counts as many as the server lists.
        var partition = Keys.Id(Patch);
        var checks = deployment.Archive.Checks;
        var row = await checks.QueryAsync<TableEntity>(row => row.PartitionKey == partition).FirstAsync();
        await checks.AddEntityAsync(
            new TableEntity(partition, Keys.Id(1)) { ["JsonParts"] = row["JsonParts"], ["Json0"] = row["Json0"] }
        );
        Assert.Equal(listed + 1, (await replies.ChecksAsync(Patch, default)).Count);

        await deployment.ReconcileAsync(Qemu, WalkScope.All);

        Assert.Equal(listed, (await replies.ChecksAsync(Patch, default)).Count);
    }

    /// <summary>Edits the server's data; reverting the edits raises no event.</summary>
    private static async Task ChangeAsync(RecordedPatchwork patchwork)
    {
        var silent = patchwork.Administration;
        await PatchAsync(
            patchwork,
            2170000,
            new JsonObject { ["archived"] = true, ["commit_ref"] = "0123456789abcdef" }
        );
        await PatchAsync(patchwork, 2170002, new JsonObject { ["pull_url"] = "https://example.org/pull" });
        silent.Relate(2170005, 2170006, 2170007);
        silent.EditSeries(484003, "name", "Another name");
        silent.EditSeries(484001, "cover_letter", null);
        silent.EditCover(2160001, "series", new JsonArray());
        silent.EditPatch(2170008, "name", "[PATCH] Edited by an admin");
        silent.EditCover(2160002, "name", "[PATCH] Edited by an admin");
    }

    private static async Task RestoreAsync(RecordedPatchwork patchwork)
    {
        await PatchAsync(
            patchwork,
            2170000,
            new JsonObject { ["archived"] = false, ["commit_ref"] = "072ec33d2a93f9c2ae0f81dbd7133333dbfa5f4e" }
        );
        await PatchAsync(patchwork, 2170002, new JsonObject { ["pull_url"] = null });
        foreach (var patch in new[] { 2170005, 2170006, 2170007 })
            patchwork.Administration.Relate(patch);
        patchwork.Administration.Restore();
    }

    private static Task PatchAsync(RecordedPatchwork patchwork, long patch, JsonObject change) =>
        Maintainer.SendAsync(patchwork.Url, HttpMethod.Patch, $"api/patches/{patch}/", change);

    /// <summary>Deletes eleven rows and blobs of each kind that reconciliation checks.</summary>
    private static async Task DeleteAsync(ArchiveStorage archive)
    {
        await DeleteAsync(archive.Patches, Keys.Bucket(2170010), Keys.Id(2170010));
        await DeleteAsync(archive.Covers, Keys.Bucket(2160004), Keys.Id(2160004));
        await DeleteAsync(archive.Series, Keys.Bucket(484002), Keys.Id(484002));
        await DeleteAsync(archive.People, Keys.Bucket(80000), Keys.Id(80000));
        await DeleteAsync(archive.Users, Keys.Bucket(2), Keys.Id(2));
        foreach (
            var (table, parent) in new[]
            {
                (archive.Comments, Keys.Comments(ResourceKind.Patch, 2170003)),
                (archive.Checks, Keys.Id(2170004)),
            }
        )
            await DeleteAsync(
                table,
                parent,
                (await table.QueryAsync<TableEntity>(row => row.PartitionKey == parent).FirstAsync()).RowKey
            );
        foreach (var resource in new[] { "-patch-" + Keys.Id(2170001), "-cover-" + Keys.Id(2160000) })
        {
            var row = await archive
                .MessageIds.QueryAsync<TableEntity>()
                .FirstAsync(row => row.RowKey.EndsWith(resource, StringComparison.Ordinal));
            await DeleteAsync(archive.MessageIds, row.PartitionKey, row.RowKey);
        }
        foreach (var blob in new[] { $"{Qemu}/patches/2170009.mbox", $"{Qemu}/covers/2160003.mbox" })
            Assert.True(await archive.Mboxes.DeleteBlobIfExistsAsync(blob));
    }

    private static async Task DeleteAsync(TableClient table, string partition, string row) =>
        Assert.Equal(204, (await table.DeleteEntityAsync(partition, row)).Status);
}
