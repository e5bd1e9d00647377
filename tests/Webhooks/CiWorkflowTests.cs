using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Hookwork.Tests.Webhooks;

/// <summary>The samples for GitHub Actions and GitLab: their scripts run with what Hookwork sends to these services.</summary>
public sealed partial class CiWorkflowTests
{
    [ClientFact(CiWorld.Programs)]
    public async Task The_workflow_for_GitHub_builds_a_series_and_reports_it()
    {
        var (build, report) = Jobs("github-actions", "series.yml");
        Assert.DoesNotContain("secrets.", build, StringComparison.Ordinal);
        await using var world = await CiWorld.StartAsync();
        var sent = await SentAsync(world, "github", "/repos/o/r/dispatches");
        var run = new JsonObject { ["client_payload"] = JsonNode.Parse(sent.Body)!["client_payload"]!.DeepClone() };
        await WriteAsync(world, "event.json", run.ToJsonString());

        var built = await world.ShellAsync(
            $"export GITHUB_EVENT_PATH=event.json GITHUB_OUTPUT=outputs\n{Script(build)}",
            "sh build.sh"
        );
        Assert.True(built.Code == 0, built.Errors);
        var reported = await world.ShellAsync(
            $"""
            export GITHUB_EVENT_PATH=event.json RUNNER_TEMP=. TARGET_URL=https://ci.example.org/runs/1
            export CHECK="$(sed -n 's/^check=//p' outputs)"
            {Script(report)}
            """,
            token: CiWorld.Token
        );

        Assert.True(reported.Code == 0, reported.Errors);
        await AssertReportedAsync(world);
    }

    [ClientFact(CiWorld.Programs)]
    public async Task The_pipeline_for_GitLab_builds_a_series_and_reports_it()
    {
        var (build, report) = Jobs("gitlab", ".gitlab-ci.yml");
        await using var world = await CiWorld.StartAsync();
        var sent = await SentAsync(world, "gitlab", "/api/v4/projects/1/trigger/pipeline?ref=main");
        var variables = QueryHelpers.ParseQuery(sent.Body);
        await WriteAsync(world, "variable", variables["variables[HOOKWORK_MESSAGE]"].ToString());
        await world.Folder.GitAsync("init", "-q", "-b", "main", "project");
        await world.Folder.RunAsync("cp", ["-r", "samples/apply/", "project/.ci"]);
        await world.Folder.GitAsync("-C", "project", "add", ".");
        await world.Folder.GitAsync("-C", "project", "commit", "-q", "-m", "CI");

        var built = await world.ShellAsync(
            $"export HOOKWORK_MESSAGE=\"$(< variable)\"\n{Script(build)}",
            "sh build.sh"
        );
        Assert.True(built.Code == 0, built.Errors);
        // A build that left its own script is not obeyed.
        File.Delete(Path.Combine(world.Folder.Path, ".ci"));
        await WriteAsync(world, ".ci", "exit 1");
        var reported = await world.ShellAsync(
            $"""
            export HOOKWORK_MESSAGE="$(< variable)" CI_COMMIT_REF_NAME=main CI_REPOSITORY_URL="$PWD/project"
            export TARGET_URL=https://ci.example.org/runs/1
            {Script(report)}
            """,
            token: CiWorld.Token
        );

        Assert.True(reported.Code == 0, reported.Errors);
        await AssertReportedAsync(world);
    }

    private static async Task AssertReportedAsync(CiWorld world)
    {
        foreach (var patch in CiWorld.Patches)
        {
            var check = Assert.Single(await world.ChecksAsync(patch));
            Assert.Equal(
                ("success", $"builds (on base {(await world.BaseAsync())[..12]})", "https://ci.example.org/runs/1"),
                ((string?)check["state"], (string?)check["description"], (string?)check["target_url"])
            );
        }
    }

    /// <summary>What a service gets when the series is complete. The folder then has what the repository would.</summary>
    private static async Task<Received> SentAsync(CiWorld world, string format, string path)
    {
        Directory.CreateSymbolicLink(Path.Combine(world.Folder.Path, ".ci"), Repository.Path("samples", "apply"));
        await using var service = await Target.StartAsync();
        await world.Hooks.SubscribeAsync(
            service.Origin + path,
            $$"""{"types": ["series.completed"], "format": "{{format}}", "token": "secret"}"""
        );
        await world.AdvanceAsync();
        return Assert.Single(service.Received);
    }

    private static Task WriteAsync(CiWorld world, string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(world.Folder.Path, name), text);

    private static (string Build, string Report) Jobs(params string[] file)
    {
        var jobs = File.ReadAllText(Repository.Path(["samples", .. file]));
        var report = Report().Match(jobs).Index;
        return (jobs[..report], jobs[report..]);
    }

    /// <summary>The script of a job: the block of <c>run</c>, or the items of <c>script</c>.</summary>
    private static string Script(string job) =>
        Regex.Replace(Lines().Match(job).Groups[1].Value, "^ +(?:- )?", "", RegexOptions.Multiline);

    [GeneratedRegex("^ *report:$", RegexOptions.Multiline)]
    private static partial Regex Report();

    [GeneratedRegex(@"^ +(?:run: \||script:)\n((?: {4,}.*\n?)+)", RegexOptions.Multiline)]
    private static partial Regex Lines();
}
