using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Hookwork.Archive.Changes;
using Hookwork.Archive.Resources;
using Hookwork.Catalog;
using Hookwork.Catalog.Files;
using Hookwork.Catalog.Following;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;
using Hookwork.Tests.SelfHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hookwork.Tests.Catalog;

/// <summary>An archive of the recording's first mails, with edits that write in the same order as Refresh.</summary>
public sealed class SmallArchive : IAsyncLifetime
{
    public const long Qemu = 14;
    private const int Events = 40;

    private RecordedPatchwork _patchwork = null!;

    internal Deployment Deployment { get; private set; } = null!;

    public Uri Upstream => _patchwork.Url;

    public async Task InitializeAsync()
    {
        _patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        Deployment = await Deployment.StartAsync(_patchwork.Url);
        await Deployment.RunToIdleAsync();
    }

    public async Task DisposeAsync()
    {
        await Deployment.DisposeAsync();
        await _patchwork.DisposeAsync();
    }

    /// <summary>Another instance over the same storage.</summary>
    internal Task<Deployment> AnotherAsync(
        StoragePolicy? policy = null,
        TimeProvider? time = null,
        CatalogSettings? settings = null,
        LogLines? log = null
    ) =>
        Deployment.StartAsync(
            _patchwork.Url,
            Deployment.Storage,
            time,
            configure: services =>
            {
                if (settings is not null)
                    services.AddSingleton(settings);
                if (log is not null)
                    services.AddSingleton<ILoggerProvider>(log);
            },
            policy: policy
        );

    /// <summary>The content of a catalog built from the current archive.</summary>
    internal async Task<IReadOnlyList<string>> RebuiltAsync(long project = Qemu)
    {
        using var folder = TestFolder();
        using var built = CatalogFile.Create(folder.NewFile(), project);
        await Deployment.Get<Rebuild>().RunAsync(built, default);
        return CatalogDump.Of(built);
    }

    /// <summary>An empty catalog that must read the whole journal.</summary>
    internal static CatalogFile Unfilled(CatalogFolder folder)
    {
        var file = CatalogFile.Create(folder.NewFile(), Qemu);
        file.Writer.Write(() =>
        {
            file.Writer.Move(Qemu, DateTimeOffset.UnixEpoch.AddDays(1));
            file.Writer.Move(Change.Everybody, DateTimeOffset.UnixEpoch.AddDays(1));
        });
        file.Finish();
        return file;
    }

    internal static CatalogFolder TestFolder() =>
        CatalogFolder.Take(Path.Combine(Path.GetTempPath(), $"hookwork-tests-{Environment.UserName}"));

    internal async Task<IReadOnlyList<long>> PatchesAsync() =>
        await Deployment
            .Archive.Patches.QueryAsync<TableEntity>(select: ["RowKey"])
            .Select(row => long.Parse(row.RowKey, CultureInfo.InvariantCulture))
            .ToListAsync();

    /// <summary>Changes a patch, cover letter or series: the row, then the journal.</summary>
    /// <param name="clock">The writer's clock.</param>
    internal async Task EditAsync(
        ResourceKind kind,
        long id,
        Action<JsonObject> edit,
        TimeProvider? clock = null,
        int? comments = null
    )
    {
        var (row, json) = (await Deployment.Get<ResourceStore>().ReadAsync(kind, id, default))!.Value;
        var resource = JsonNode.Parse(json)!.AsObject();
        edit(resource);
        var columns = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Comments"] = comments };
        Assert.True(
            await Deployment
                .Get<ResourceStore>()
                .TryWriteAsync(
                    kind,
                    id,
                    row,
                    Qemu,
                    System.Text.Encoding.UTF8.GetBytes(resource.ToJsonString()),
                    columns,
                    default
                )
        );
        await new Journal(Deployment.Archive, clock ?? TimeProvider.System).AppendAsync(
            [Change.Of(Qemu, kind, id)],
            default
        );
    }

    /// <summary>Changes a project, person or user.</summary>
    internal async Task EditAsync(EmbeddedKind kind, long id, Action<JsonObject> edit)
    {
        var json = await Deployment.Get<EmbeddedStore>().JsonAsync(kind, id, default);
        var resource = json is null ? new JsonObject { ["id"] = id } : JsonNode.Parse(json)!.AsObject();
        edit(resource);
        await Deployment
            .Get<EmbeddedStore>()
            .PutAsync(
                kind,
                id,
                System.Text.Encoding.UTF8.GetBytes(resource.ToJsonString()),
                DateTimeOffset.UtcNow,
                default
            );
    }
}
