using System.Globalization;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;

namespace Hookwork.Tests.SelfHost;

public sealed class ProcessTests : IAsyncLifetime
{
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<string> _told = [];
    private QueueClient _work = null!;
    private QueueClient _tellings = null!;

    public async Task InitializeAsync()
    {
        var storage = await TestAzurite.NewAccountAsync();
        _environment["AzureWebJobsStorage"] = storage;
        var queues = new QueueServiceClient(storage);
        _work = queues.GetQueueClient("work");
        _tellings = TestProgram.Told(queues);
        await _work.CreateAsync();
        await _tellings.CreateAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Ends_when_all_is_done_with_the_counts_on_its_last_line()
    {
        await SendAsync("quick");
        await using var process = Start("--exit-when-idle");

        Assert.Equal(0, await process.EndAsync());

        Assert.Equal("{\"left\":0}", process.Output.Last());
        Assert.True(await IsToldAsync("Done"));
        Assert.True(await IsToldAsync("Tick"));
    }

    [Fact]
    public async Task Asks_no_proxy_for_what_is_on_this_machine()
    {
        // Nothing listens there.
        (_environment["http_proxy"], _environment["no_proxy"]) = ("http://127.0.0.1:1", "example.org");
        await using var process = Start("--exit-when-idle");

        Assert.Equal(0, await process.EndAsync());
    }

    [Fact]
    public async Task Works_on_when_its_log_cannot_be_written()
    {
        // macOS has no disk that is always full.
        if (!OperatingSystem.IsLinux())
            return;
        // It goes to the poison queue, with a warning.
        await _work.SendMessageAsync("no Base64!");
        await using var process = TestProcess.OfFullDisk(_environment, "--exit-when-idle");

        Assert.Equal(0, await process.EndAsync());

        Assert.True(await IsToldAsync("Tick"));
    }

    [Fact]
    public async Task Ends_in_good_order_when_asked_to()
    {
        await using var process = Start();
        await SendAsync("two seconds");
        await ToldAsync("Work");

        await process.AskToEndAsync();
        // Under systemd, dotnet run passes on what systemd sends to both.
        await process.AskToEndAsync();

        Assert.Equal(0, await process.EndAsync());
        Assert.True(await IsToldAsync("Done"));
        Assert.Equal(0, (await _work.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.DoesNotContain(process.Output, line => line.StartsWith('{'));
    }

    [Fact]
    public async Task Answers_what_is_under_way_and_gives_back_what_takes_too_long_when_asked_to_end()
    {
        // A machine stalled for longer than the drain time aborts the request, as it should; the test then retries with
        // a longer one.
        var (answer, seconds) = ("", 3);
        for (; answer.Length == 0 && seconds <= 27; seconds *= 3)
        {
            _told.Clear();
            await _work.ClearMessagesAsync();
            await using var process = Start("--port", "0", "--drain", $"{seconds}", "--lease", "600");
            await SendAsync("slow");
            await ToldAsync("Work");
            await Eventually.TrueAsync(() =>
                process.Output.Any(line => line.Contains("http://", StringComparison.Ordinal))
            );
            using var client = new HttpClient { BaseAddress = UrlIn(process) };
            var request = client.GetStringAsync("/wait");
            await ToldAsync("Wait");

            await process.AskToEndAsync();

            try
            {
                answer = await request;
            }
            catch (HttpRequestException) when (seconds < 27) { }
            Assert.Equal(0, await process.EndAsync());
        }

        Assert.Equal("waited", answer);
        // Visible at once, not after its lease of ten minutes.
        Assert.Equal(TestProgram.Encode("slow"), (await _work.ReceiveMessageAsync()).Value.MessageText);
    }

    [Fact]
    public async Task Delivers_a_message_again_after_a_crash()
    {
        await using (var process = Start("--lease", "2"))
        {
            await SendAsync("slow");
            await ToldAsync("Work");
            await process.KillAsync();
        }

        await using var again = Start("--lease", "2");
        // A machine stalled for longer than the lease redelivers the message to the same process, too.
        var first = _told.First(line => line.StartsWith("Work", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () =>
            await IsToldAsync("Work")
            && _told.Exists(line => line.StartsWith("Work", StringComparison.Ordinal) && line != first)
        );
    }

    [Fact]
    public async Task Takes_over_the_timer_of_a_process_that_crashed_at_once()
    {
        _environment["SLOW_TICK"] = "yes";
        await using (var process = Start())
        {
            await ToldAsync("Tick");
            await process.KillAsync();
        }

        // As if the dead process's lease never expired.
        var lease = new BlobClient(
            _environment["AzureWebJobsStorage"],
            "azure-webjobs-hosts",
            "timers/selfhost/Tick/status"
        ).GetBlobLeaseClient();
        await lease.BreakAsync(TimeSpan.Zero);
        await lease.AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration);

        _environment.Remove("SLOW_TICK");
        await using var again = Start("--exit-when-idle");
        Assert.Equal(0, await again.EndAsync());
        await ToldAsync("Tick", times: 2);
    }

    [Fact]
    public async Task Runs_each_function_in_a_process_of_its_own()
    {
        await SendAsync("quick");
        await using var process = Start("--process-per-function", "--exit-when-idle");

        Assert.Equal(0, await process.EndAsync());

        Assert.Equal("{\"left\":0}", process.Output.Last());
        await ToldAsync("Done");
        await ToldAsync("Tick");
        var ids = _told.Select(line => (Function: line.Split(' ')[0], Id: line.Split(' ')[1])).ToList();
        var (work, tick) = (ids.Find(one => one.Function == "Done").Id, ids.Find(one => one.Function == "Tick").Id);
        Assert.Equal(3, new HashSet<string> { work, tick, $"{process.Id}" }.Count);
        await AllGoneAsync([work, tick]);
    }

    [Fact]
    public async Task Takes_its_processes_along_when_it_is_killed()
    {
        await using var process = Start("--process-per-function", "--port", "0");
        await SendAsync("slow");
        await ToldAsync("Work");
        await ToldAsync("Tick");
        await Eventually.TrueAsync(() =>
            process.Output.Any(line => line.Contains("http://", StringComparison.Ordinal))
        );
        using var client = new HttpClient { BaseAddress = UrlIn(process) };
        var http = await client.GetStringAsync("/hello");
        Assert.Equal(http, await client.GetStringAsync("/world"));

        await process.KillAsync();

        await AllGoneAsync([http, .. _told.Select(line => line.Split(' ')[1])]);
    }

    [Fact]
    public async Task Starts_a_process_again_that_ended()
    {
        await using var process = Start("--process-per-function", "--port", "0");
        await ToldAsync("Tick");
        using (
            var tick = System.Diagnostics.Process.GetProcessById(
                int.Parse(_told[0].Split(' ')[1], CultureInfo.InvariantCulture)
            )
        )
            tick.Kill();

        await ToldAsync("Tick", times: 2);
    }

    [Fact]
    public async Task Ends_with_one_sentence_for_a_bad_setting()
    {
        _environment["AzureWebJobsStorage"] = "nonsense";
        await using var process = Start("--process-per-function");

        Assert.Equal(1, await process.EndAsync());

        Assert.StartsWith(
            "AzureWebJobsStorage is not a valid connection string of a storage account",
            Assert.Single(process.Errors),
            StringComparison.Ordinal
        );
        Assert.Empty(process.Output);
    }

    [Fact]
    public async Task Takes_Azurite_along_when_it_is_killed()
    {
        await using var process = Start(TestProgram.AzuriteOnly);
        await Eventually.TrueAsync(() => process.Output.Count == 1);
        var azurite = process.Output.Single();

        await process.KillAsync();

        await AllGoneAsync([azurite]);
    }

    private TestProcess Start(params string[] arguments) => new(_environment, arguments);

    private Task SendAsync(string text) => _work.SendMessageAsync(TestProgram.Encode(text));

    private Task ToldAsync(string function, int times = 1) => Eventually.TrueAsync(() => IsToldAsync(function, times));

    private async Task<bool> IsToldAsync(string function, int times = 1)
    {
        foreach (var message in (await _tellings.ReceiveMessagesAsync(32, TimeSpan.FromDays(1))).Value)
            _told.Add(message.MessageText);
        return _told.Count(line => line.Split(' ')[0] == function) >= times;
    }

    private static Uri UrlIn(TestProcess process) =>
        new(
            process
                .Output.SelectMany(line => line.Split(' ', ';'))
                .First(word => word.StartsWith("http://", StringComparison.Ordinal))
        );

    private static Task AllGoneAsync(IReadOnlyCollection<string> ids) =>
        Eventually.TrueAsync(
            () => !ids.Any(id => TestProcess.Runs(int.Parse(id, CultureInfo.InvariantCulture))),
            "the processes are gone"
        );
}
