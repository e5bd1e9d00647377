using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure;
using Azure.Storage;
using Azure.Storage.Queues;
using Hookwork.Input;
using Hookwork.Recorded;
using Hookwork.SelfHost;

namespace Hookwork.Tests.SelfHost;

/// <summary>The Azurite that selfhost starts, with its own data folder.</summary>
public sealed partial class OwnAzuriteTests : IAsyncLifetime
{
    private const string Keeps = "Azurite keeps the data in ";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hookwork-own");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        // An Azurite whose parent was killed still writes.
        foreach (var folder in _folder.GetDirectories(".azurite", SearchOption.AllDirectories))
            (await AzuriteFolder.TakeAsync(folder.FullName, default)).Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Two_in_two_folders_keep_apart()
    {
        await using var few = await RecordedPatchwork.StartAsync(visibleEvents: 5);
        await using var more = await RecordedPatchwork.StartAsync(visibleEvents: 9);
        var explicitly = Settings(more);
        explicitly["AzureWebJobsStorage"] = "UseDevelopmentStorage=true";

        await using var one = TestProcess.SelfHostIn(Folder("one"), Settings(few), "--exit-when-idle");
        await using var other = TestProcess.SelfHostIn(
            Folder("other"),
            explicitly,
            "--exit-when-idle",
            "--process-per-function"
        );

        Assert.Equal((0, 5), (await one.EndAsync(), Events(one)));
        Assert.Equal((0, 9), (await other.EndAsync(), Events(other)));
        Assert.Contains($"{Data("one")}, and listens on the ports ", Told(one), StringComparison.Ordinal);
        Assert.Contains($"{Data("other")}, and listens on the ports ", Told(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_one_in_a_folder_is_refused()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 1);
        await using var first = TestProcess.SelfHostIn(Folder("one"), Settings(patchwork));
        using var client = new HttpClient { BaseAddress = await first.UrlAsync() };

        await using var second = TestProcess.SelfHostIn(Folder("one"), Settings(patchwork));

        Assert.Equal(1, await second.EndAsync());
        var refusal = Assert.Single(second.Errors);
        Assert.StartsWith("Another selfhost keeps its data in ", refusal, StringComparison.Ordinal);
        Assert.EndsWith(
            $"{Data("one")}: stop that one, start this one in another folder, or set AzureWebJobsStorage to a connection string.",
            refusal,
            StringComparison.Ordinal
        );
        Assert.Empty(second.Output);
        Assert.Equal("live\n", await client.GetStringAsync("health/live"));
    }

    [Fact]
    public async Task Starts_again_with_its_data_on_its_ports_right_after_it_was_killed()
    {
        const int Events = 5;
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: Events);
        int[] ports;
        var settings = Settings(patchwork);
        // What the killed process had in hand is found by a sweep.
        settings["PollSchedule"] = "*/2 * * * * *";
        settings["Hookwork__SweepAfter"] = "00:00:03";
        await using (var killed = TestProcess.SelfHostIn(Folder("one"), settings, "--lease", "2"))
        {
            using var client = new HttpClient { BaseAddress = await killed.UrlAsync() };
            ports = Ports(killed);
            await Eventually.TrueAsync(async () =>
                (await client.GetStringAsync("status")).Contains($"\"done\":{Events}", StringComparison.Ordinal)
            );
            await killed.KillAsync();
        }
        patchwork.Requests.Clear();

        await using var again = TestProcess.SelfHostIn(
            Folder("one"),
            settings,
            "--azurite-ports",
            string.Join(',', ports),
            "--lease",
            "2",
            "--exit-when-idle"
        );

        Assert.Equal((0, Events), (await again.EndAsync(), OwnAzuriteTests.Events(again)));
        Assert.Equal(ports, Ports(again));
        Assert.DoesNotContain(
            patchwork.Requests.ToList(),
            request => request.Path.Contains("/mbox/", StringComparison.Ordinal)
        );
    }

    /// <summary>A supervisor starts both again. A system that lacks memory ends Azurite, which has the most.</summary>
    [Fact]
    public async Task Ends_with_its_Azurite()
    {
        var settings = new Dictionary<string, string> { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true" };
        await using var process = TestProcess.SelfHostIn(Folder("one"), settings, "--only", "Http", "--drain", "1");
        await process.UrlAsync();

        // The lock names the process of Azurite. It is locked for this one.
        var held = Path.Combine(_folder.FullName, "one", ".azurite", "hookwork.lock");
        using var kill = Process.Start("sh", ["-c", $"kill -KILL $(cut -d ' ' -f 2 '{held}')"]);
        await kill.WaitForExitAsync();

        Assert.Equal(1, await process.EndAsync());
        Assert.Contains(
            process.Errors,
            line => line.StartsWith("Azurite ended by itself (exit code ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Attaches_to_the_Azurite_of_another_by_its_connection_string_alone()
    {
        await using var patchwork = await RecordedPatchwork.StartAsync(visibleEvents: 5);
        await using var owner = await SelfHostApp.StartAsync(Owner() with { AzuritePorts = (0, 0, 0) });
        var attached = Settings(patchwork);
        attached["AzureWebJobsStorage"] = Storage(owner);

        await using var guest = TestProcess.SelfHostIn(Folder("one"), attached, "--exit-when-idle");

        Assert.Contains(Azurite.AccountKey, Storage(owner), StringComparison.Ordinal);
        Assert.Equal((0, 5), (await guest.EndAsync(), Events(guest)));
        Assert.DoesNotContain(guest.Output, line => line.StartsWith(Keeps, StringComparison.Ordinal));
    }

    /// <summary>With it, a page in a browser on this machine could put messages into the queues.</summary>
    [Fact]
    public async Task Refuses_the_published_key_where_no_ports_are_given()
    {
        await using var owner = await SelfHostApp.StartAsync(Owner());
        var own = new QueueServiceClient(Storage(owner));
        var published = new QueueServiceClient(
            own.Uri,
            new StorageSharedKeyCredential(Azurite.DefaultAccount, Azurite.AccountKey)
        );

        await own.GetPropertiesAsync();
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => published.GetPropertiesAsync());

        Assert.Equal(403, refusal.Status);
    }

    [Fact]
    public async Task Ports_that_cannot_be_end_the_process_with_one_sentence()
    {
        var settings = new Dictionary<string, string> { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true" };

        await using var process = TestProcess.SelfHostIn(Folder("one"), settings, "--azurite-ports", "10000");

        Assert.Equal(1, await process.EndAsync());
        Assert.Equal(Refusal("10000"), Assert.Single(process.Errors, line => line.Length > 0));
    }

    [Fact]
    public async Task A_folder_or_a_home_that_cannot_be_written_is_told_in_one_sentence()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "");
        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["XDG_DATA_HOME"] = file,
        };

        var refusal = await Assert.ThrowsAsync<SelfHostException>(() => AzuriteFolder.TakeAsync(file, default));
        await using var process = TestProcess.SelfHostIn(Folder("one"), settings);

        Assert.StartsWith($"Azurite cannot keep its data in {file} (", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await process.EndAsync());
        Assert.StartsWith(
            $"Azurite cannot be installed in {file}/hookwork/azurite-",
            Assert.Single(process.Errors),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_ends_Azurite_at_its_start_is_told()
    {
        // Installs Azurite if it is missing: npm would end in the same way.
        await TestAzurite.InstanceAsync();
        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["NODE_OPTIONS"] = "--require=/nowhere.cjs",
        };

        await using var process = TestProcess.SelfHostIn(Folder("one"), settings);

        Assert.Equal(1, await process.EndAsync());
        Assert.Equal(
            "Azurite exited during startup (exit code 1): Error: Cannot find module '/nowhere.cjs'.",
            Assert.Single(process.Errors)
        );
    }

    /// <summary>A distribution's old Node.js ends at syntax that it does not know.</summary>
    [Fact]
    public async Task A_Node_that_is_too_old_is_told()
    {
        // Installs Azurite if it is missing.
        await TestAzurite.InstanceAsync();
        var programs = Folder("programs");
        var node = Path.Combine(programs, "node");
        await File.WriteAllTextAsync(
            node,
            "#!/bin/sh\n[ \"$1\" != --version ] || exec echo v12.22.9\necho SyntaxError: x >&2\nexit 1\n"
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["PATH"] = $"{programs}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}",
        };

        await using var process = TestProcess.SelfHostIn(Folder("one"), settings);

        Assert.Equal(1, await process.EndAsync());
        Assert.Equal(
            "Azurite exited during startup (exit code 1): SyntaxError: x; it needs Node.js 20 or later, and node is v12.22.9.",
            Assert.Single(process.Errors)
        );
    }

    [Theory]
    [InlineData("1,2,70000")]
    [InlineData("7,7,8")]
    public void Ports_that_cannot_be_are_refused(string ports)
    {
        var arguments = new SelfHostArguments((_, _) => Task.FromResult(0));

        var parsed = arguments.Command.Parse((string[])["--azurite-ports", ports]);

        Assert.Equal(Refusal(ports), Assert.Single(parsed.Errors).Message);
    }

    [Fact]
    public async Task Ports_are_refused_where_other_storage_is_named()
    {
        var options = TestApp.Options("AccountName=a;AccountKey=AAAA", new Probe()) with { AzuritePorts = (7, 8, 9) };

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => SelfHostApp.StartAsync(options));

        Assert.Equal(
            "--azurite-ports is for the Azurite that selfhost starts, and AzureWebJobsStorage names other storage: leave out one of the two.",
            refusal.Message
        );
    }

    private static string Refusal(string ports) =>
        $"--azurite-ports is {ports}: give three ports for blobs, queues and tables, such as 10000,10001,10002.";

    private static Dictionary<string, string> Settings(RecordedPatchwork patchwork) =>
        new() { ["Patchwork__Url"] = patchwork.Url.ToString(), ["Patchwork__Since"] = "beginning" };

    private static int Events(TestProcess process) => JsonNode.Parse(process.Output.Last())!["events"]!.GetValue<int>();

    private static string Told(TestProcess process) =>
        Assert.Single(process.Output, line => line.StartsWith(Keeps, StringComparison.Ordinal));

    private static string Storage(SelfHostApp owner) => owner.SharedSettings["AzureWebJobsStorage"]!;

    /// <summary>An app without functions, which starts an Azurite.</summary>
    private SelfHostOptions Owner() =>
        TestApp.Options("UseDevelopmentStorage=true", new Probe()) with
        {
            Folder = Folder("one"),
        };

    /// <summary>The ports of its Azurite, as it says.</summary>
    private static int[] Ports(TestProcess process) =>
        [
            .. Listens()
                .Match(Told(process))
                .Groups.Values.Skip(1)
                .Select(port => int.Parse(port.Value, CultureInfo.InvariantCulture)),
        ];

    /// <summary>How the path of its data ends. The process resolves a link before it, such as macOS's /tmp.</summary>
    private string Data(string name) => Path.Combine(_folder.Name, name, ".azurite");

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder.FullName, name)).FullName;

    [GeneratedRegex(@", and listens on the ports (\d+) \(blobs\), (\d+) \(queues\) and (\d+) \(tables\)\.$")]
    private static partial Regex Listens();
}
