using System.Reflection;
using System.Text;
using Hookwork.Input;
using Hookwork.SelfHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.SelfHost;

public sealed class SettingsTests
{
    /// <summary>The price of a queue operation on docs/cost.md.</summary>
    private const double QueueOperation = 0.004 / 10_000;

    [Fact]
    public void The_page_names_the_defaults_of_the_options_and_what_polling_costs()
    {
        var arguments = new SelfHostArguments((_, _) => Task.FromResult(0));
        var options = arguments.Apply(arguments.Command.Parse((string[])[]), new SelfHostOptions());
        var queues = options
            .FunctionClasses.SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Count(parameter => parameter.IsDefined(typeof(QueueTriggerAttribute)));
        var polls = queues * (TimeSpan.FromDays(30) / options.Polling);

        var page = File.ReadAllText(Repository.Path("docs", "selfhost.md")).ReplaceLineEndings(" ");
        Assert.All(
            new[]
            {
                $"its port ({options.Port})",
                $"After `--drain` ({options.DrainTime.TotalSeconds} seconds)",
                $"(`--lease`, {options.Lease.TotalSeconds} seconds)",
                $"once a second: {polls / 1e6:0.0} million operations a month, ${polls * QueueOperation:0.00} at",
            },
            said => Assert.Contains(said, page, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        "every minute",
        "The setting Every is not a valid schedule: \"every minute\" ('every minute' is an invalid crontab expression); give second,"
    )]
    [InlineData(
        "0 0 25 * * *",
        "The setting Every is not a valid schedule: \"0 0 25 * * *\" (25 is higher than the maximum allowable value for the [Hour] field); give second,"
    )]
    [InlineData("9999999999 * * * * *", "The setting Every is not a valid schedule: \"9999999999 * * * * *\" (")]
    [InlineData("5/2147483647 * * * * *", "The setting Every is not a valid schedule: \"5/2147483647 * * * * *\" (")]
    [InlineData("0 0 0 31 2 *", "The setting Every is a schedule that never occurs")]
    [InlineData(null, "The setting Every is missing: the timer function Timer needs it.")]
    public async Task Names_the_setting_of_a_bad_schedule(string? schedule, string complaint)
    {
        var options = TestApp.Options(
            await TestAzurite.ConnectionStringAsync(),
            new Probe(),
            typeof(TimerTriggerTests.EveryFiveMinutes)
        );
        if (schedule is not null)
            options = options.With(("Every", schedule));

        Assert.StartsWith(complaint, await ComplaintAsync(options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "AzureWebJobsStorage is not a valid connection string of a storage account")]
    [InlineData(
        "AccountName=x;AccountKey=notbase64",
        "AzureWebJobsStorage is not a valid connection string of a storage account"
    )]
    [InlineData("", "AzureWebJobsStorage is not set")]
    public async Task Names_the_setting_of_a_bad_connection(string connection, string complaint) =>
        Assert.StartsWith(
            complaint,
            await ComplaintAsync(TestApp.Options(connection, new Probe(), typeof(QueueTriggerTests.Work))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "extensions__queues__batchSize",
        "33",
        "host.json has \"33\" as extensions.queues.batchSize: give a number from 1 to 32."
    )]
    [InlineData(
        "extensions__queues__maxDequeueCount",
        "x",
        "host.json has \"x\" as extensions.queues.maxDequeueCount: give a number from 1."
    )]
    [InlineData(
        "extensions__queues__visibilityTimeout",
        "5 s",
        "host.json has \"5 s\" as extensions.queues.visibilityTimeout: give a time such as \"00:00:05\"."
    )]
    [InlineData(
        "extensions__queues__messageEncoding",
        "utf8",
        "host.json has \"utf8\" as extensions.queues.messageEncoding: give \"base64\" or \"none\"."
    )]
    public async Task Names_what_is_wrong_in_host_json(string name, string value, string complaint) =>
        Assert.Equal(
            complaint,
            await ComplaintAsync(TestApp.Options("unused", new Probe()).With(("AzureFunctionsJobHost__" + name, value)))
        );

    [Fact]
    public async Task Names_the_functions_when_one_is_asked_for_that_is_not_there()
    {
        var options = TestApp.Options(
            await TestAzurite.ConnectionStringAsync(),
            new Probe(),
            typeof(HttpFunctionTests.Routes),
            typeof(QueueTriggerTests.Work)
        );

        Assert.Equal(
            "There is no function Wurk: give --only some of Http, Work.",
            await ComplaintAsync(options with { Only = ["Http", "Wurk"] })
        );
    }

    [Fact]
    public async Task Runs_only_the_functions_that_are_asked_for()
    {
        var options = TestApp.Options(
            await TestAzurite.NewAccountAsync(),
            new Probe(),
            typeof(HttpFunctionTests.Routes),
            typeof(QueueTriggerTests.Work)
        );

        await using var http = await SelfHostApp.StartAsync(options with { Only = ["http"] });
        await using var queue = await SelfHostApp.StartAsync(options with { Only = ["Work"] });

        Assert.NotNull(http.Url);
        Assert.Null(queue.Url);
    }

    [Fact]
    public async Task Reads_local_settings_beneath_its_own()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-settings");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "local.settings.json"),
            """{ "IsEncrypted": false, "Values": { "Patchwork__Url": "https://patchwork.example/", "A:B": 5, "AzureWebJobsStorage": "overridden" }, }""",
            // With a byte order mark, as editors on Windows write it.
            Encoding.UTF8
        );
        var options = TestApp.Options(await TestAzurite.ConnectionStringAsync(), new Probe()) with
        {
            Folder = folder.FullName,
            ServeRecording = true,
        };

        await using var app = await SelfHostApp.StartAsync(options);
        var configuration = app.Services.GetRequiredService<IConfiguration>();

        Assert.Equal("https://patchwork.example/", configuration["Patchwork:Url"]);
        Assert.Equal("5", configuration["A:B"]);
        Assert.Equal("0 * * * * *", configuration["PollSchedule"]);
        Assert.Equal(await TestAzurite.ConnectionStringAsync(), configuration["AzureWebJobsStorage"]);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("{ \"Values\": ", "local.settings.json is not a JSON object with the settings under")]
    [InlineData("{ \"Values\": [] }", "local.settings.json is not a JSON object with the settings under")]
    [InlineData("{ \"IsEncrypted\": true, \"Values\": {} }", "local.settings.json is encrypted")]
    public async Task Says_that_local_settings_cannot_be_read(string text, string complaint)
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-settings");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "local.settings.json"), text);

        Assert.StartsWith(
            complaint,
            await ComplaintAsync(TestApp.Options("unused", new Probe()) with { Folder = folder.FullName }),
            StringComparison.Ordinal
        );
        folder.Delete(recursive: true);
    }

    /// <summary>An editor has it open, or it is another user's.</summary>
    [Fact]
    public async Task Says_that_local_settings_cannot_be_opened()
    {
        var folder = Directory.CreateTempSubdirectory("hookwork-settings");
        var file = Path.Combine(folder.FullName, "local.settings.json");
        await using (new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.StartsWith(
                "local.settings.json cannot be read (",
                await ComplaintAsync(TestApp.Options("unused", new Probe()) with { Folder = folder.FullName }),
                StringComparison.Ordinal
            );
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Serves_the_recording_where_no_server_is_set()
    {
        var options = TestApp.Options(await TestAzurite.ConnectionStringAsync(), new Probe()) with
        {
            ServeRecording = true,
        };

        await using var app = await SelfHostApp.StartAsync(options);
        var configuration = app.Services.GetRequiredService<IConfiguration>();
        using var client = new HttpClient { BaseAddress = new Uri(configuration["Patchwork:Url"]!) };

        Assert.Equal("beginning", configuration["Patchwork:Since"]);
        Assert.Contains("qemu", await client.GetStringAsync("api/projects/"), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> ComplaintAsync(SelfHostOptions options)
    {
        var exception = await Assert.ThrowsAsync<SettingsException>(() => SelfHostApp.StartAsync(options));
        Assert.DoesNotContain('\n', exception.Message);
        return exception.Message;
    }
}
