using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hookwork.Tests.Webhooks;

/// <summary>The samples for a CI, run as <c>docs/ci.md</c> says.</summary>
public sealed partial class CiTests(CiTests.Completed completed) : IClassFixture<CiTests.Completed>
{
    private CiWorld World => completed.World;

    [ClientFact(CiWorld.Programs)]
    public async Task The_commands_of_the_documentation_build_a_series_on_its_prerequisites_and_report_it()
    {
        await using var world = await CiWorld.StartAsync();
        var blocks = Block().Matches(await File.ReadAllTextAsync(Repository.Path("docs", "ci.md")));
        var (subscribe, poll) = (blocks[0].Groups[1].Value, blocks[1].Groups[1].Value);
        await RunAsync(world, subscribe);
        await world.AdvanceAsync();
        var (output, log) = await RunAsync(world, poll);

        Assert.Equal(
            $$"""{"state":"success","description":"builds (on base {{(await world.BaseAsync())[..12]}})"}""",
            output
        );
        Assert.Matches("(?s)Add 5\n.*Add 4\n.*Add 3\n.*Add 2\n.*Add 1\n.*ring_1\nring_2\nring_3\nring_4\nring_5", log);
        foreach (var patch in CiWorld.Patches)
        {
            var check = Assert.Single(await world.ChecksAsync(patch));
            Assert.Equal(
                ("success", $"builds (on base {(await world.BaseAsync())[..12]})"),
                ((string?)check["state"], (string?)check["description"])
            );
        }
        // Acknowledged, so there is nothing to build again.
        Assert.Empty((await RunAsync(world, poll.Replace("wait=30", "wait=0", StringComparison.Ordinal))).Output);
        Assert.False(File.Exists(Path.Combine(world.Folder.Path, "again.jsonl")));
    }

    [ClientFact(CiWorld.Programs)]
    public async Task A_series_that_does_not_apply_is_reported_as_failed_with_patch_and_file()
    {
        await CommitAsync("moved", "sed -i 's/line 9[0-9] /moved/' rings.c");

        var (code, check, _) = await World.ApplyAsync(await OnAsync("moved"), "sh build.sh", CiWorld.Token);

        var place = $"(on base {(await World.Folder.GitAsync("-C", "clone", "rev-parse", "moved"))[..12]})";
        Assert.Equal((1, "fail", $"does not apply: patch 2/2 rings.c {place}"), Result(code, check));
        foreach (var patch in CiWorld.Patches)
        {
            var reported = (await World.ChecksAsync(patch))[^1];
            Assert.Equal(
                ("fail", $"does not apply: patch 2/2 rings.c {place}"),
                ((string?)reported["state"], (string?)reported["description"])
            );
        }
    }

    [ClientFact(CiWorld.Programs)]
    public async Task Prerequisites_that_the_base_has_are_not_applied_again()
    {
        await CommitAsync("merged", "git fetch -q ../author work && git cherry-pick FETCH_HEAD~5..FETCH_HEAD~2");

        var (code, check, log) = await World.ApplyAsync(await OnAsync("merged"), "git log --format=%s merged..");

        Assert.Equal((0, "success"), (code, (string?)check!["state"]));
        Assert.Equal(
            [
                .. CiWorld.First.Append(CiWorld.Second).Select(patch => $"The base has prerequisite {patch}."),
                "rings: Add 5",
                "rings: Add 4",
            ],
            log.Split('\n')
        );
    }

    [ClientFact(CiWorld.Programs)]
    public async Task A_prerequisite_that_is_not_archived_makes_a_warning_if_the_series_still_applies()
    {
        await using var world = await CiWorld.StartAsync(
            (patchwork, _) =>
            {
                patchwork.Administration.EditPatch(CiWorld.Second, "diff", null);
                return Task.CompletedTask;
            }
        );

        var (code, check, log) = await world.ApplyAsync(await world.CompleteAsync(), "sh build.sh");

        Assert.Equal((0, "warning"), (code, (string?)check!["state"]));
        Assert.Matches(
            @"^builds \(on base [0-9a-f]{12}\); prerequisites are missing: patch-id [0-9a-f]{40}$",
            (string?)check["description"]
        );
        Assert.Equal(["ring_1", "ring_2", "ring_4", "ring_5"], log.Split('\n'));
    }

    [ClientFact(CiWorld.Programs)]
    public async Task A_base_that_the_repository_lacks_is_told_and_the_branch_is_taken()
    {
        var message = completed.Message;
        message["data"]!["base"]!["commit"] = new string('0', 40);

        var (code, check, _) = await World.ApplyAsync(message, "exit 3");

        Assert.Equal(
            (1, "fail", "does not build: the command ended with 3 (on main: the repository lacks base 000000000000)"),
            Result(code, check)
        );
    }

    [ClientFact(CiWorld.Programs)]
    public async Task Mails_that_changed_and_lists_that_were_too_long_are_read_again()
    {
        await using var world = await CiWorld.StartAsync();
        var sent = (await world.CompleteAsync()).ToJsonString();
        await world.TagAsync();
        var now = JsonNode.Parse(await world.Client.GetStringAsync($"/series/{CiWorld.Series}/build.json"))!;
        var message = JsonNode.Parse(sent)!;
        Assert.NotEqual(
            (string?)message["data"]!["patches"]![0]!["mbox_sha256"],
            (string?)now["patches"]![0]!["mbox_sha256"]
        );
        var large = JsonNode.Parse(sent)!;
        large["data"]!["patches"] = null;
        large["data"]!["prerequisites"]![0]!["patches"] = null;

        foreach (var one in new[] { message, large, now })
        {
            var (code, _, log) = await world.ApplyAsync(one, "git log --format=%b -1 HEAD^");
            Assert.Equal(0, code);
            Assert.Contains("Tested-by: Amara Okafor", log, StringComparison.Ordinal);
        }
    }

    [ClientFact(CiWorld.Programs)]
    public async Task Nothing_is_fetched_from_elsewhere_and_the_token_goes_nowhere_else()
    {
        await using var elsewhere = await Target.StartAsync();
        var fetching = completed.Message;
        fetching["data"]!["patches"]![0]!["mbox"] = $"{elsewhere.Origin}/mbox/";
        var reporting = completed.Message;
        reporting["data"]!["report_url"] = elsewhere.Url;

        var fetched = await World.ApplyAsync(fetching, "true");
        var reported = await World.ApplyAsync(reporting, "env", CiWorld.Token);

        Assert.Equal((2, null), (fetched.Code, fetched.Check));
        Assert.Contains($"is not at HOOKWORK_URL: {elsewhere.Origin}/mbox/", fetched.Log, StringComparison.Ordinal);
        Assert.Equal((2, "success"), (reported.Code, (string?)reported.Check!["state"]));
        Assert.Contains($"is not at HOOKWORK_URL: {elsewhere.Url}", reported.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(CiWorld.Token, reported.Log, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Received);
    }

    [ClientFact(CiWorld.Programs)]
    public async Task Without_a_check_it_ends_with_two()
    {
        foreach (var variable in new[] { "BRANCH", "REPOSITORY" })
        {
            var (unset, _, log) = await World.ShellAsync($"unset {variable}; samples/apply/apply.sh < /dev/null");
            Assert.Equal(2, unset);
            Assert.Contains(variable, log, StringComparison.Ordinal);
        }
        foreach (var message in new[] { "{", "{}", """{"data": {"patch": {"id": 1}}}""" })
        {
            var (code, output, told) = await World.ShellAsync($"samples/apply/apply.sh <<< '{message}'");
            Assert.Equal((2, ""), (code, output));
            Assert.Contains("the message is not about a series", told, StringComparison.Ordinal);
        }
    }

    [ClientFact(CiWorld.Programs)]
    public async Task A_file_with_a_hostile_name_is_only_a_text()
    {
        const string Name = "$(touch owned) `touch owned`; touch owned";
        await using var world = await CiWorld.StartAsync(
            (patchwork, _) =>
            {
                var mail =
                    $"From a\nSubject: [PATCH 1/2] $(touch owned)\n\n--version\n---\ndiff --git a/{Name} b/{Name}\n"
                    + $"--- a/{Name}\n+++ b/{Name}\n@@ -1 +1 @@\n-old\n+new\n";
                CiWorld.Write(patchwork.Administration, CiWorld.Patches[0], mail);
                return Task.CompletedTask;
            }
        );

        var (code, check, _) = await world.ApplyAsync(await world.CompleteAsync(), "true");

        Assert.Equal(1, code);
        Assert.StartsWith(
            $"does not apply: patch 1/2 {Name} (",
            (string?)check!["description"],
            StringComparison.Ordinal
        );
        Assert.Empty(Directory.EnumerateFiles(world.Folder.Path, "owned", SearchOption.AllDirectories));
    }

    [ClientFact(CiWorld.Programs)]
    public async Task A_mail_whose_text_has_the_first_line_of_an_mbox_is_one_mail()
    {
        await using var world = await CiWorld.StartAsync(
            (patchwork, _) =>
            {
                var attached = $"From {new string('1', 40)} Mon Sep 17 00:00:00 2001\nFrom: A <a@b.example>\n\nText.\n";
                patchwork.Administration.EditPatch(CiWorld.Patches[0], "content", $"Attached.\n\n{attached}");
                return Task.CompletedTask;
            }
        );

        var (code, check, log) = await world.ApplyAsync(await world.CompleteAsync(), "git log --format=%s main..");

        Assert.Equal((0, "success"), (code, (string?)check!["state"]));
        Assert.Equal([.. Enumerable.Range(1, 5).Reverse().Select(number => $"rings: Add {number}")], log.Split('\n'));
    }

    /// <summary>On macOS, sed takes another -i, and sha256sum has another name.</summary>
    [ClientFact(CiWorld.Programs)]
    public async Task A_series_is_built_without_the_tools_of_GNU_too()
    {
        await File.WriteAllTextAsync(Path.Combine(World.Folder.Path, "message.json"), completed.Message.ToJsonString());

        var (code, output, log) = await World.ShellAsync(
            """
            mkdir bsd
            for tool in bash cat curl cut dirname env git grep jq mktemp rm; do ln -s "$(command -v "$tool")" bsd/; done
            printf '#!/bin/sh\ncase $1 in -i*) exit 1; esac\nexec %s "$@"\n' "$(command -v sed)" > bsd/sed
            sum=$(command -v sha256sum || echo "$(command -v shasum) -a 256")
            printf '#!/bin/sh\n[ "$1 $2" = "-a 256" ] && exec %s\n' "$sum" > bsd/shasum
            chmod +x bsd/sed bsd/shasum
            PATH=$PWD/bsd samples/apply/apply.sh < message.json
            """
        );

        Assert.True(code == 0, log);
        Assert.Equal("success", (string?)JsonNode.Parse(output)!["state"]);
    }

    [ClientTheory(CiWorld.Programs)]
    [InlineData("", "warning", "The build ended without a result.")]
    [InlineData("ring_1\n{}{", "warning", "The build ended without a result.")]
    [InlineData("""{"state": "pending", "description": 1, "token": "other", "context": "other"}""", "warning", "1")]
    [InlineData("""{"state": "success", "description": "builds"}""", "success", "builds")]
    public async Task What_a_build_says_is_reported_as_state_and_description_only(
        string said,
        string state,
        string description
    )
    {
        await File.WriteAllTextAsync(Path.Combine(World.Folder.Path, "said"), said);
        await File.WriteAllTextAsync(Path.Combine(World.Folder.Path, "message.json"), completed.Message.ToJsonString());

        var (code, _, log) = await World.ShellAsync(
            "samples/apply/report.sh message.json < said",
            token: CiWorld.Token
        );

        Assert.True(code == 0, log);
        var check = (await World.ChecksAsync(CiWorld.Patches[0]))[^1];
        Assert.Equal((state, description), ((string?)check["state"], (string?)check["description"]));
    }

    [ClientFact(CiWorld.Programs)]
    public async Task A_refused_token_is_told()
    {
        var (code, check, log) = await World.ApplyAsync(completed.Message, "exit 7", "no-such-token");

        Assert.Equal((2, "fail"), (code, (string?)check!["state"]));
        Assert.Contains("\"refused\"", log, StringComparison.Ordinal);
    }

    private static (int Code, string? State, string? Description) Result(int code, JsonNode? check) =>
        (code, (string?)check?["state"], (string?)check?["description"]);

    private static async Task<(string Output, string Log)> RunAsync(CiWorld world, string block)
    {
        var (code, output, log) = await world.ShellAsync(
            block,
            "git log --format=%s main..; sh build.sh",
            CiWorld.Token
        );
        Assert.True(code == 0, log);
        return (output, log);
    }

    /// <summary>Commits what a command changes to a branch of the CI's repository.</summary>
    private async Task CommitAsync(string branch, string command)
    {
        var (code, _, log) = await World.ShellAsync(
            $"""
            export GIT_AUTHOR_NAME=Test GIT_AUTHOR_EMAIL=test@example.org
            cd clone && git checkout -q -B {branch}
            {command}
            git commit -q -a -m moved || true
            git checkout -q main
            """
        );
        Assert.True(code == 0, log);
    }

    /// <summary>The message as if the series stated a branch of the CI's repository as its base.</summary>
    private async Task<JsonNode> OnAsync(string branch)
    {
        var message = completed.Message;
        message["data"]!["base"]!["commit"] = await World.Folder.GitAsync("-C", "clone", "rev-parse", branch);
        return message;
    }

    [GeneratedRegex(@"^```sh ci\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>A project whose series is complete.</summary>
    public sealed class Completed : IAsyncLifetime
    {
        private string _message = "";

        internal CiWorld World { get; private set; } = null!;

        /// <summary>A copy of the message.</summary>
        internal JsonNode Message => JsonNode.Parse(_message)!;

        public async Task InitializeAsync()
        {
            // Its tests are skipped.
            if (ClientFactAttribute.Missing(CiWorld.Programs) is not null)
                return;
            World = await CiWorld.StartAsync();
            _message = (await World.CompleteAsync()).ToJsonString();
        }

        public async Task DisposeAsync()
        {
            if (World is not null)
                await World.DisposeAsync();
        }
    }
}
