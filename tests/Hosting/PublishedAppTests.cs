using System.Reflection;
using System.Text.Json.Nodes;
using Hookwork.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace Hookwork.Tests.Hosting;

/// <summary>The output of <c>dotnet publish functions -c Release</c>, as the Functions runtime reads it.</summary>
public sealed class PublishedAppTests(PublishedApp published) : IClassFixture<PublishedApp>
{
    [Fact]
    public void Every_function_has_its_trigger_in_functions_metadata()
    {
        var expected = Functions().Select(Describe).Order(StringComparer.Ordinal);

        Assert.Equal(expected, published.Functions.Select(Describe).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_function_of_every_path_is_the_last_by_name()
    {
        var names = published
            .Functions.Where(function => Trigger(function)["type"]!.GetValue<string>() == "httpTrigger")
            .OrderBy(function => function["name"]!.GetValue<string>(), StringComparer.OrdinalIgnoreCase)
            .Select(function => Trigger(function)["route"]!.GetValue<string>());

        Assert.Equal(["ops/{*path}", "hooks/patchwork", "webhooks/subscriptions/{*path}", "{*path}"], names);
    }

    [Fact]
    public void The_operators_functions_ask_for_a_key()
    {
        var levels = published
            .Functions.Select(Trigger)
            .Where(trigger => trigger["type"]!.GetValue<string>() == "httpTrigger")
            .ToDictionary(
                trigger => trigger["route"]!.GetValue<string>(),
                trigger => trigger["authLevel"]!.GetValue<string>()
            );

        Assert.Equal("Function", levels["ops/{*path}"]);
        Assert.Equal("Function", levels["webhooks/subscriptions/{*path}"]);
        Assert.Equal("Anonymous", levels["hooks/patchwork"]);
        Assert.Equal("Anonymous", levels["{*path}"]);
    }

    [Fact]
    public void The_worker_is_the_app_itself()
    {
        var description = published.Json("worker.config.json")["description"]!;

        Assert.Equal("dotnet-isolated", description["language"]!.GetValue<string>());
        Assert.Equal("Hookwork.dll", description["defaultWorkerPath"]!.GetValue<string>());
        Assert.True(File.Exists(Path.Combine(published.Folder, "Hookwork.dll")));
    }

    [Fact]
    public void The_host_loads_the_extension_of_queues()
    {
        var extensions = published.Json("extensions.json")["extensions"]!.AsArray();

        // Timer and HTTP triggers are built into the host.
        Assert.Contains(extensions, extension => extension!["name"]!.GetValue<string>() == "AzureStorageQueues");
        Assert.All(extensions, extension => Assert.True(IsPublished(extension!), $"{extension} is not published"));
    }

    [Fact]
    public void Local_settings_stay_at_home()
    {
        Assert.True(File.Exists(Path.Combine(published.Folder, "host.json")));
        Assert.Empty(Directory.EnumerateFiles(published.Folder, "local.settings*"));
    }

    private bool IsPublished(JsonNode extension) =>
        File.Exists(Path.Combine(published.Folder, extension["hintPath"]!.GetValue<string>()));

    private static IEnumerable<(MethodInfo Method, string Name)> Functions() =>
        from type in typeof(HookworkServices).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        select (method, function.Name);

    private static string Describe((MethodInfo Method, string Name) function)
    {
        var parameters = function.Method.GetParameters();
        object? TriggerOf<T>()
            where T : Attribute =>
            parameters
                .Select(parameter => parameter.GetCustomAttribute<T>())
                .FirstOrDefault(found => found is not null);
        return function.Name
            + " "
            + (
                TriggerOf<HttpTriggerAttribute>()
                ?? TriggerOf<TimerTriggerAttribute>()
                ?? TriggerOf<QueueTriggerAttribute>()
            ) switch
            {
                HttpTriggerAttribute http => $"{http.AuthLevel} {string.Join(',', http.Methods ?? [])} {http.Route}",
                TimerTriggerAttribute timer => $"{timer.Schedule} at start {timer.RunOnStartup}",
                QueueTriggerAttribute queue => $"queue {queue.QueueName}",
                _ => "is triggered by nothing",
            };
    }

    private static string Describe(JsonNode function)
    {
        var trigger = Trigger(function);
        return function["name"]
            + " "
            + trigger["type"]!.GetValue<string>() switch
            {
                "httpTrigger" =>
                    $"{trigger["authLevel"]} {string.Join(',', trigger["methods"]?.AsArray() ?? [])} {trigger["route"]}",
                "timerTrigger" =>
                    $"{trigger["schedule"]} at start {trigger["runOnStartup"] is { } at && at.GetValue<bool>()}",
                "queueTrigger" => $"queue {trigger["queueName"]}",
                var type => $"has a trigger {type}",
            };
    }

    private static JsonNode Trigger(JsonNode function) =>
        Assert.Single(
            function["bindings"]!.AsArray(),
            binding => binding!["type"]!.GetValue<string>().EndsWith("Trigger", StringComparison.Ordinal)
        )!;
}
