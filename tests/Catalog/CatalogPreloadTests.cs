using Hookwork.Catalog;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Catalog;

public sealed class CatalogPreloadTests : IAsyncLifetime
{
    private const string Qemu = "qemu-devel";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-preload-");
    private RecordedPatchwork _patchwork = null!;

    public async Task InitializeAsync() =>
        _patchwork = await RecordedPatchwork.StartAsync(new RecordedPatchworkOptions { VisibleEvents = 0 });

    public async Task DisposeAsync()
    {
        await _patchwork.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("http", 1)]
    [InlineData("function:PollEvents", 0)]
    public async Task An_instance_that_takes_requests_loads_the_catalog_without_one(string? group, int expected)
    {
        await using var deployment = await StartAsync(Qemu, group);

        await PreloadAsync(deployment);

        Assert.Equal(expected, Loaded());
    }

    [Fact]
    public async Task Of_several_projects_none_is_loaded_ahead()
    {
        await using var deployment = await StartAsync(projects: null);

        await PreloadAsync(deployment);

        Assert.Equal(0, Loaded());
    }

    [Fact]
    public async Task A_process_starts_where_nothing_is_stored_yet()
    {
        await using var deployment = await StartAsync(Qemu);
        await deployment.Archive.Projects.DeleteAsync();

        await PreloadAsync(deployment);

        Assert.Equal(0, Loaded());
    }

    [Theory]
    [InlineData("status")]
    [InlineData("health/ready")]
    public async Task An_answer_that_needs_no_catalog_does_not_wait_for_it(string path)
    {
        var wire = new Wire();
        await using var deployment = await StartAsync(Qemu, wire: wire);
        await using var server = await ServedDeployment.StartAsync(deployment, isOperator: false);
        wire.Requests.Clear();
        Task preload;
        using (wire.Hold("/catalog?"))
        {
            preload = PreloadAsync(deployment);
            await Eventually.TrueAsync(() => wire.Requests.Any(IsOfCatalogs));

            using var answer = await server.Client.GetAsync(path);

            Assert.True(answer.IsSuccessStatusCode);
            Assert.False(preload.IsCompleted);
        }
        await preload;
        Assert.Equal(1, Loaded());

        static bool IsOfCatalogs(string request) => request.Contains("/catalog?", StringComparison.Ordinal);
    }

    private Task<Deployment> StartAsync(string? projects, string? group = null, Wire? wire = null) =>
        Deployment.StartAsync(
            _patchwork.Url,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["FUNCTIONS_TARGET_GROUP"] = group,
                ["Hookwork:CatalogFolder"] = _folder.FullName,
                ["Patchwork:Projects"] = projects,
            },
            policy: wire
        );

    private static Task PreloadAsync(Deployment deployment) => deployment.Get<CatalogPreload>().RunAsync(default);

    /// <summary>The number of catalogs in the folder, whose process has them open.</summary>
    private int Loaded() => _folder.EnumerateFiles("*.db", SearchOption.AllDirectories).Count();
}
