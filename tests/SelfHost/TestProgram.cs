using System.Text;
using Azure.Storage.Queues;
using Hookwork.SelfHost;
using Hookwork.Tests.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Hookwork.Tests.SelfHost;

/// <summary>A small app as a program, so that tests can stop, kill and restart whole processes.</summary>
internal static class TestProgram
{
    /// <summary>The setting that makes the program start an Azurite, print its process id, and wait.</summary>
    public const string AzuriteOnly = "azurite";

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is [AzuriteOnly])
        {
            await using var azurite = await Azurite.StartAsync(AzuriteOptions.InMemory);
            await Console.Out.WriteLineAsync($"{azurite.ProcessId}");
            await Task.Delay(Timeout.Infinite);
        }

        if (arguments is [CatalogStop.Name, ..])
            await CatalogStop.RunAsync(arguments);

        return await SelfHostCommand.RunAsync(
            arguments,
            new SelfHostOptions
            {
                FunctionClasses = [typeof(Functions)],
                AddServices = (services, configuration) =>
                    services.AddSingleton(new QueueServiceClient(configuration["AzureWebJobsStorage"])),
                CountsWhenIdle = CountsWhenIdleAsync,
                ServeRecording = false,
            }
        );
    }

    /// <summary>The queue to which the functions report their calls: function, process id, argument.</summary>
    public static QueueClient Told(QueueServiceClient queues) => queues.GetQueueClient("told");

    private static async Task<string?> CountsWhenIdleAsync(
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var work = services.GetRequiredService<QueueServiceClient>().GetQueueClient("work");
        return (await work.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount == 0
            ? "{\"left\":0}"
            : null;
    }

    public sealed class Functions(QueueServiceClient queues)
    {
        [Function("Work")]
        public async Task WorkAsync([QueueTrigger("work")] string text, CancellationToken cancellationToken)
        {
            await TellAsync("Work", text);
            if (text == "slow")
                await Task.Delay(TimeSpan.FromMinutes(5), cancellationToken);
            if (text == "two seconds")
                await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
            await TellAsync("Done", text);
        }

        [Function("Tick")]
        public async Task TickAsync(
            [TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer,
            CancellationToken cancellationToken
        )
        {
            await TellAsync("Tick", "");
            if (Environment.GetEnvironmentVariable("SLOW_TICK") is not null)
                await Task.Delay(TimeSpan.FromMinutes(5), cancellationToken);
        }

        [Function("Hello")]
        public IResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            Results.Text($"{Environment.ProcessId}");

        [Function("World")]
        public IResult World([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            Results.Text($"{Environment.ProcessId}");

        [Function("Wait")]
        public async Task<IResult> WaitAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        {
            await TellAsync("Wait", "");
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            return Results.Text("waited");
        }

        private Task TellAsync(string function, string text) =>
            Told(queues).SendMessageAsync($"{function} {Environment.ProcessId} {text}".TrimEnd());
    }

    /// <summary>A message for the app.</summary>
    public static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
