using System.Text.Json.Nodes;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Refreshing;
using Hookwork.Recorded;
using Hookwork.Tests.Ingest;

namespace Hookwork.Tests.Api;

/// <summary>A server with version 1.4 of the API.</summary>
public sealed class NewerServerTests
{
    [Fact]
    public async Task Shows_what_series_depend_on_as_the_server_does_in_the_versions_that_have_it()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 60, HasSeriesDependencies = true }
        );
        patchwork.Administration.EditSeries(
            484001,
            "dependencies",
            new JsonArray("http://patchwork.example.org/api/series/484000/")
        );
        patchwork.Administration.EditSeries(484001, "dependents", new JsonArray());
        patchwork.Administration.EditProject(14, "show_dependencies", true);
        await using var deployment = await Deployment.StartAsync(
            patchwork.Url,
            settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Hookwork:HoldEvents"] = "00:00:00" }
        );
        await deployment.RunToIdleAsync();
        await using var mirror = await ServedDeployment.StartAsync(deployment);
        using var server = new HttpClient { BaseAddress = patchwork.Url };

        foreach (var root in new[] { "/api/", "/api/1.4/", "/api/1.3/", "/api/1.0/" })
        {
            foreach (
                var path in new[]
                {
                    "series/484001/",
                    "series/484000/",
                    "series/",
                    "series/484001/?format=json",
                    "projects/14/",
                    "projects/",
                    "",
                    "?format=json",
                }
            )
            {
                var (said, shown) = (
                    await server.GetStringAsync(root + path),
                    await mirror.Client.GetStringAsync(root + path)
                );
                Assert.Equal(
                    said,
                    shown.Replace(
                        mirror.Client.BaseAddress!.ToString(),
                        server.BaseAddress.ToString(),
                        StringComparison.Ordinal
                    )
                );
            }
        }
        var series = JsonNode.Parse(await mirror.Client.GetStringAsync("/api/1.4/series/484001/"))!;
        Assert.Equal($"{mirror.Client.BaseAddress}api/1.4/series/484000/", (string?)series["dependencies"]![0]);
        Assert.Null(JsonNode.Parse(await mirror.Client.GetStringAsync("/api/1.3/series/484001/"))!["dependencies"]);

        // The server raises no event for the series that is needed.
        patchwork.Administration.EditSeries(
            484000,
            "dependents",
            new JsonArray("http://patchwork.example.org/api/series/484001/")
        );
        await deployment
            .Get<Refresher>()
            .RunAsync(
                [
                    new RefreshItem(ResourceKind.Series, 484001, 14)
                    {
                        Parts = Part.Detail,
                        AsOf = DateTimeOffset.UtcNow,
                    },
                ],
                default
            );
        await deployment.RunToIdleAsync();
        var needed = JsonNode.Parse(await mirror.Client.GetStringAsync("/api/1.4/series/484000/"))!;
        Assert.Equal($"{mirror.Client.BaseAddress}api/1.4/series/484001/", (string?)needed["dependents"]?[0]);
        var schema = JsonNode.Parse(await mirror.Client.GetStringAsync("/api/schema/openapi.json"))!;
        Assert.Equal("1.4", (string?)schema["info"]!["version"]);
    }

    [Fact]
    public async Task A_process_that_has_not_reached_the_server_has_its_newest_version()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(
            new RecordedPatchworkOptions { VisibleEvents = 60, HasSeriesDependencies = true }
        );
        patchwork.Administration.EditProject(14, "show_dependencies", true);
        patchwork.Administration.EditSeries(484001, "dependencies", new JsonArray());
        await using var deployment = await Deployment.StartAsync(patchwork.Url);
        await deployment.RunToIdleAsync();
        using var wall = patchwork.Faults.Add(Fault.BotWall());
        await using var fresh = await Deployment.StartAsync(patchwork.Url, deployment.Storage);
        await using var mirror = await ServedDeployment.StartAsync(fresh);

        foreach (var root in new[] { "/api/", "/api/1.4/" })
        {
            var series = JsonNode.Parse(await mirror.Client.GetStringAsync($"{root}series/484001/"))!;
            Assert.NotNull(series["dependencies"]);
        }
    }
}
